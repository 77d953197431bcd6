package footfall.reports.analysis.verdicts;

import footfall.queueing.statistics.Durations;
import footfall.reports.recording.ClassBook;
import footfall.reports.recording.Fate;
import footfall.reports.recording.Window;
import footfall.reports.results.Fairness;
import footfall.reports.results.Fairness.Tenant;
import footfall.reports.results.Losses;
import footfall.reports.results.Losses.ClassFigures;
import footfall.reports.results.Losses.Fates;
import footfall.scenarios.Scenario;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What became of all that arrived in the measured time. */
public final class LossAccount {
  private LossAccount() {}

  /** Of all shoppers together, and of each class where there are several. */
  public static Losses of(Scenario scenario, Window measured) {
    ClassBook all = measured.allClasses();
    List<ShopperClass> classes = scenario.shoppers();
    Map<String, ClassFigures> each = new LinkedHashMap<>();
    for (int index = 0; classes.size() > 1 && index < classes.size(); index++) {
      each.put(classes.get(index).name(), figures(measured.shopperClass(index)));
    }
    return new Losses(
        requests(all), conversations(all), each.isEmpty() ? null : each, fairness(classes, each));
  }

  /** Between tenants; null where there are not several. */
  private static @Nullable Fairness fairness(
      List<ShopperClass> classes, Map<String, ClassFigures> figures) {
    Map<String, List<ClassFigures>> byTenant = new TreeMap<>();
    for (ShopperClass shopper : classes) {
      ClassFigures of = figures.get(shopper.name());
      if (of != null) {
        shopper
            .tenant()
            .ifPresent(name -> byTenant.computeIfAbsent(name, n -> new ArrayList<>()).add(of));
      }
    }
    if (byTenant.size() < 2) {
      return null;
    }
    Map<String, Tenant> tenants = new LinkedHashMap<>();
    byTenant.forEach((name, of) -> tenants.put(name, tenant(of)));
    return Fairness.of(tenants);
  }

  private static Tenant tenant(List<ClassFigures> classes) {
    long arrived = 0;
    long excused = 0;
    long answered = 0;
    double seconds = 0;
    for (ClassFigures of : classes) {
      Fates fates = of.requests();
      arrived += fates.arrived();
      excused += fates.refused() + fates.cancelled();
      answered += fates.answered();
      seconds += fates.answered() == 0 ? 0 : fates.answered() * of.requestLatency().mean();
    }
    return new Tenant(arrived, (double) answered / (arrived - excused), seconds / answered);
  }

  private static ClassFigures figures(ClassBook book) {
    return new ClassFigures(
        requests(book),
        conversations(book),
        times(book.latency()),
        times(book.firstToken()),
        book.satisfaction());
  }

  private static ClassFigures.Times times(Durations times) {
    return new ClassFigures.Times(
        times.meanSeconds(),
        times.percentileSeconds(50),
        times.percentileSeconds(95),
        times.percentileSeconds(99));
  }

  private static Fates requests(ClassBook book) {
    return fates(book::requests, book.openRequests());
  }

  private static Fates conversations(ClassBook book) {
    return fates(book::conversations, book.openConversations());
  }

  private static Fates fates(ToLongFunction<Fate> count, long open) {
    long arrived = open;
    for (Fate fate : Fate.values()) {
      arrived += count.applyAsLong(fate);
    }
    long excused = count.applyAsLong(Fate.REFUSED) + count.applyAsLong(Fate.CANCELLED);
    long answered = count.applyAsLong(Fate.ANSWERED);
    return new Fates(
        arrived,
        answered,
        count.applyAsLong(Fate.REJECTED),
        count.applyAsLong(Fate.ABANDONED),
        count.applyAsLong(Fate.FAILED),
        count.applyAsLong(Fate.REFUSED),
        count.applyAsLong(Fate.CANCELLED),
        open,
        arrived == excused ? Double.NaN : (double) answered / (arrived - excused));
  }
}
