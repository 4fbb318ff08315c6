/* Bad weather on a real dockerd. */
import t from 'tap';
import { whyNoDockerd } from '../../providers/testing/index.js';
import { dockerUnderTest } from './command-line-engine.js';
import { bringWeather, weathers } from './weather.js';

t.test('Docker', { skip: whyNoDockerd() ?? false }, (t) =>
  bringWeather(t, () => dockerUnderTest(t), weathers),
);
