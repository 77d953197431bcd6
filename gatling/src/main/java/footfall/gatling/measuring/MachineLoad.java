package footfall.gatling.measuring;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;

/**
 * How busy the processors of this machine are, with everything that runs on it. Read now and then
 * by one thread, and asked by any.
 */
public final class MachineLoad {
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private double sum;
  private int readings;

  /** Reads it; each reading is of the time since the one before. */
  public synchronized void read() {
    double load = system.getCpuLoad();
    if (load >= 0) { // Not told in the first moments.
      sum += load;
      readings++;
    }
  }

  /** Part of all processors that was busy, on average; empty where that was never told. */
  public synchronized OptionalDouble mean() {
    return readings == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / readings);
  }
}
