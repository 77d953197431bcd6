package footfall.actors.pools;

import footfall.actors.Turn;
import footfall.scenarios.PoolSpec.Placement;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;

/** Which station of a pool a turn joins. Not thread-safe. */
interface StationChoice {
  Station choose(Turn turn, Station[] stations);

  static StationChoice of(Placement placement) {
    return switch (placement) {
      case ROUND_ROBIN -> new RoundRobin();
      case RANDOM -> new AtRandom();
      case SHORTEST -> new Shortest();
    };
  }

  /** Each station in turn. */
  final class RoundRobin implements StationChoice {
    private int next;

    @Override
    public Station choose(Turn turn, Station[] stations) {
      Station chosen = stations[next];
      next = (next + 1) % stations.length;
      return chosen;
    }
  }

  /** Any station, all as likely. */
  final class AtRandom implements StationChoice {
    private final RandomStream random = new RandomStream();

    @Override
    public Station choose(Turn turn, Station[] stations) {
      random.at(Streams.draw(turn.shopperKey(), Purpose.PLACEMENT, turn.number()));
      return stations[random.nextInt(stations.length)];
    }
  }

  /** The station with the fewest turns, waiting and in service; the first one wins a tie. */
  final class Shortest implements StationChoice {
    @Override
    public Station choose(Turn turn, Station[] stations) {
      Station shortest = stations[0];
      for (Station station : stations) {
        if (station.inSystem() < shortest.inSystem()) {
          shortest = station;
        }
      }
      return shortest;
    }
  }
}
