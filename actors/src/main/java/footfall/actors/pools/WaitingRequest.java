package footfall.actors.pools;

import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Progress;
import footfall.actors.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits: a link of its queue's chain, and the message that ends its waiting. A chain
 * lets a request leave from the middle in constant time.
 */
final class WaitingRequest implements PoolCommand {
  final Request request;
  Station station;

  /** Whether it is in a waiting room. */
  boolean waits;

  /** Index of the worker in whose engine it waits; not to be read while {@link #waits}. */
  int worker = SlotAllocator.NOBODY;

  /** How far its service came before it was interrupted; null where it was not. */
  @Nullable Progress progress;

  /** The chain that it is in, and its neighbours there. */
  @Nullable RequestQueue queue;

  @Nullable WaitingRequest ahead;
  @Nullable WaitingRequest behind;

  /** Its place where a room is in order of something: the key, and the number that breaks ties. */
  double key;

  long number;

  WaitingRequest(Request request, Station station) {
    this.request = request;
    this.station = station;
  }
}
