/* Bad weather on a real Podman, in two releases: all of it where somebody asks for all, for Podman takes its time. */
import t from 'tap';
import { whyNoPodman } from '../../providers/testing/index.js';
import { podmanUnderTest } from './command-line-engine.js';
import { bringWeather, chosenWeather } from './weather.js';

t.test('Podman', { skip: whyNoPodman() ?? false }, (t) =>
  bringWeather(
    t,
    () => podmanUnderTest(t),
    chosenWeather('it answers 500', 'a stranger takes a port', 'it is restarted'),
  ),
);
t.test('Podman, a later release', { skip: whyNoPodman('newer') ?? false }, (t) =>
  bringWeather(
    t,
    () => podmanUnderTest(t, 'newer'),
    chosenWeather('a stranger takes the name', 'its disk is full'),
  ),
);
