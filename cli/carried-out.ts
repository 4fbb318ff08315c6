/* How a command ends that was carried out once more elsewhere. Light, since every command loads it. */
import type { Ending } from '../providers/index.js';

/** The command has been carried out elsewhere: thrown past everything that it would have done here. */
export class CarriedOutInside extends Error {
  override readonly name = 'CarriedOutInside';
  readonly ending: Ending;
  constructor(ending: Ending) {
    super('the command has been carried out inside');
    this.ending = ending;
  }
}
