package footfall.scenarios.months;

import footfall.scenarios.volumes.Volumes;

/**
 * What a month of 730 hours asks, of which a run is a part: workers cost their hours, everything
 * else its volume.
 */
public sealed interface Month {
  /** A year of 365 days has 8,760 hours. */
  double HOURS = 730;

  /** What it is called in results. */
  String key();

  /** The same month at so many times the load; itself where it is made of the run. */
  default Month atLoad(double factor) {
    return this;
  }

  /** Nothing is known of it. */
  record Unstated() implements Month {
    @Override
    public String key() {
      return "unstated";
    }
  }

  /** The rate of the run goes on for all of it. */
  record Steady() implements Month {
    @Override
    public String key() {
      return "steady";
    }
  }

  /** The run is whole days, one like the other. */
  record WholeDays() implements Month {
    @Override
    public String key() {
      return "days";
    }
  }

  /** So many conversations; the run is some part of it, its peak say. */
  record OfConversations(double conversations) implements OfVolume {
    @Override
    public String key() {
      return "conversations";
    }

    @Override
    public Month atLoad(double factor) {
      return new OfConversations(conversations * factor);
    }

    @Override
    public double hoursUntil(double part) {
      return part * HOURS;
    }
  }

  /**
   * Counts that go on from their beginning until the month is over, each taken so many times.
   *
   * @param factor by which every count is multiplied
   */
  record OfVolumes(Volumes volumes, double factor) implements OfVolume {
    @Override
    public String key() {
      return "volumes";
    }

    @Override
    public double conversations() {
      return volumes.perHour() * HOURS * factor;
    }

    @Override
    public double busiestPerHour() {
      return volumes.busiestPerHour() * factor;
    }

    @Override
    public Month atLoad(double other) {
      return new OfVolumes(volumes, factor * other);
    }

    @Override
    public double hoursUntil(double part) {
      return volumes.hoursUntil(part * volumes.perHour() * HOURS);
    }
  }

  /** The number of conversations is known, whatever the run simulates. */
  sealed interface OfVolume extends Month {
    /** How many there are in the month. */
    double conversations();

    /** How many an hour come when it is busiest, as far as that is known: on average else. */
    default double busiestPerHour() {
      return conversations() / HOURS;
    }

    /** Hours until such a part of them has come; beyond the month where the part exceeds one. */
    double hoursUntil(double part);
  }
}
