package footfall.actors.pools;

import footfall.actors.Turn;

/**
 * A turn in a queue: a link of the queue's chain, and the message that ends its patience. A chain
 * lets a turn leave from the middle in constant time.
 */
final class WaitingTurn implements Pool.Command {
  final Turn turn;
  final Station station;

  /** Null once the turn has left its queue. */
  TurnQueue queue;

  WaitingTurn ahead;
  WaitingTurn behind;

  WaitingTurn(Turn turn, Station station) {
    this.turn = turn;
    this.station = station;
  }

  boolean isWaiting() {
    return queue != null;
  }
}
