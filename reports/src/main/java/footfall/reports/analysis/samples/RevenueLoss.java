package footfall.reports.analysis.samples;

import footfall.reports.recording.ClassBook;
import footfall.reports.recording.LossCause;
import footfall.scenarios.shoppers.Purchase;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/**
 * What a sample's shoppers did not buy because something went wrong, in currency units, averaged
 * over the stretches. Conversations count where they began. NaN where a class has lost some and
 * completed none, so that nobody knows what they are worth.
 */
public final class RevenueLoss {
  private RevenueLoss() {}

  /** Whether any shopper buys anything. */
  public static boolean isKnown(List<ShopperClass> shoppers) {
    return shoppers.stream()
        .flatMap(shopper -> shopper.purchase().stream())
        .anyMatch(purchase -> purchase.revenue().mean() > 0);
  }

  /** What all conversations that ended would have brought had nothing gone wrong. */
  public static double potential(Sample sample) {
    return sum(sample, (book, purchase) -> book.prospect());
  }

  /** What is lost to anything. */
  public static double revenue(Sample sample) {
    double sum = 0;
    for (LossCause cause : LossCause.values()) {
      sum += revenue(sample, cause);
    }
    return sum;
  }

  /** What is lost to this. */
  public static double revenue(Sample sample, LossCause cause) {
    return sum(sample, (book, purchase) -> book.revenueLostTo(cause));
  }

  /** The margin that is lost to this; NaN where a class of shoppers does not state one. */
  public static double margin(Sample sample, LossCause cause) {
    return sum(
        sample,
        (book, purchase) -> book.revenueLostTo(cause) * purchase.margin().orElse(Double.NaN));
  }

  /** Conversations that were lost to this. */
  public static double conversations(Sample sample, LossCause cause) {
    return sum(sample, (book, purchase) -> book.lostTo(cause));
  }

  private static double sum(Sample sample, ToDoubleBiFunction<ClassBook, Purchase> figure) {
    double sum = 0;
    List<ShopperClass> shoppers = sample.scenario().shoppers();
    for (int i = 0; i < shoppers.size(); i++) {
      Optional<Purchase> purchase = shoppers.get(i).purchase();
      if (purchase.isPresent()) {
        sum += figure.applyAsDouble(sample.window().shopperClass(i), purchase.get());
      }
    }
    return sum / sample.replications();
  }
}
