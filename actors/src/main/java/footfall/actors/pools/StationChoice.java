package footfall.actors.pools;

import footfall.actors.protocol.Request;
import footfall.scenarios.pools.QueueSpec.Placement;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;

/** Which station of a pool a request joins: an open one, unless there is none. Not thread-safe. */
interface StationChoice {
  /** After so many closed ones in a row there is likely none open. */
  int MAX_DRAWS = 100;

  Station choose(Request request, Station[] stations);

  static StationChoice of(Placement placement) {
    return switch (placement) {
      case ROUND_ROBIN -> new RoundRobin();
      case RANDOM -> new AtRandom();
      case SHORTEST -> new Shortest();
      case AFFINITY -> new Affinity();
      case PREFIX -> new LongestPrefix();
    };
  }

  /** The first open station from this one on, all round; this one where none is open. */
  private static Station openFrom(int first, Station[] stations) {
    for (int i = 0; i < stations.length; i++) {
      Station station = stations[(first + i) % stations.length];
      if (station.allocator().isOpen()) {
        return station;
      }
    }
    return stations[first];
  }

  /** Draws until an open station is hit, so that those of a closed one go everywhere else. */
  private static Station openAtRandom(RandomStream random, Station[] stations) {
    Station first = stations[random.nextInt(stations.length)];
    Station drawn = first;
    for (int tries = 0; tries < MAX_DRAWS; tries++) {
      if (drawn.allocator().isOpen()) {
        return drawn;
      }
      drawn = stations[random.nextInt(stations.length)];
    }
    return openFrom(first.index(), stations);
  }

  /** Each station in turn. */
  final class RoundRobin implements StationChoice {
    private int next;

    @Override
    public Station choose(Request request, Station[] stations) {
      Station chosen = openFrom(next, stations);
      next = (chosen.index() + 1) % stations.length;
      return chosen;
    }
  }

  /** Any station, all as likely. */
  final class AtRandom implements StationChoice {
    private final RandomStream random = new RandomStream();

    @Override
    public Station choose(Request request, Station[] stations) {
      random.at(Streams.draw(request.shopperKey(), Purpose.PLACEMENT, request.drawIndex()));
      return openAtRandom(random, stations);
    }
  }

  /** The station with the fewest requests, waiting and in service; the first one wins a tie. */
  final class Shortest implements StationChoice {
    @Override
    public Station choose(Request request, Station[] stations) {
      Station shortest = openFrom(0, stations);
      for (Station station : stations) {
        if (station.inSystem() < shortest.inSystem() && station.allocator().isOpen()) {
          shortest = station;
        }
      }
      return shortest;
    }
  }

  /**
   * The station of the worker that answered the call before, where its cache has the longest start
   * of the prompt; the shortest where there was no call before, or that one is closed.
   */
  final class LongestPrefix implements StationChoice {
    private final StationChoice shortest = new Shortest();

    @Override
    public Station choose(Request request, Station[] stations) {
      int worker = request.step().prefix().worker();
      boolean isHere = worker >= 0 && worker < stations.length;
      return isHere && stations[worker].allocator().isOpen()
          ? stations[worker]
          : shortest.choose(request, stations);
    }
  }

  /** The same station for all requests of a shopper, as long as it is open; then the same other. */
  final class Affinity implements StationChoice {
    private final RandomStream random = new RandomStream();

    @Override
    public Station choose(Request request, Station[] stations) {
      random.at(Streams.draw(request.shopper(), Purpose.PLACEMENT, 0));
      return openAtRandom(random, stations);
    }
  }
}
