package footfall.scenarios.retail;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Dialogues.Part;
import footfall.scenarios.dialogues.Line;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shoppers in the shop of an evaluation, against assistants that are good, bad or useless. */
class CustomerTest {
  private static final Catalog CATALOG = Catalog.of(1, 400);
  private static final int CUSTOMERS = 300;
  private static final int MOST_LINES = 30;

  private interface Assistant {
    Optional<Product> answer(Customer customer, List<Product> products);
  }

  /** What is said until the customer leaves. */
  private static List<Line> converse(Customer customer, Assistant assistant) {
    List<Line> said = new ArrayList<>(List.of(customer.opening()));
    List<Product> shown = CATALOG.products().subList(0, 5);
    for (int i = 0; i < MOST_LINES; i++) {
      Optional<Product> recommended = assistant.answer(customer, CATALOG.products());
      List<Product> seen = new ArrayList<>(shown);
      recommended.ifPresent(seen::add);
      Optional<Line> next = customer.react(said.get(said.size() - 1), recommended, seen);
      if (next.isEmpty()) {
        return said;
      }
      said.add(next.get());
    }
    throw new AssertionError("the customer never leaves: " + said);
  }

  private static Customer customer(long number, DialogueLanguage tongue) {
    return new Customer(CATALOG, 7, number, tongue, 0.2, true);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsOfferedTheBestBuysItAndIsSatisfied(DialogueLanguage tongue) {
    for (long number = 0; number < CUSTOMERS; number++) {
      Customer customer = customer(number, tongue);
      Product best =
          CATALOG.products().stream()
              .filter(p -> customer.taste().grade(p) == Taste.BEST)
              .findFirst()
              .orElseThrow();
      List<Line> said = converse(customer, (c, products) -> Optional.of(best));
      assertThat(customer.bought()).contains(best);
      assertThat(customer.isSatisfied()).isTrue();
      assertThat(said.get(said.size() - 1).intent()).isEqualTo(Line.ACCEPT);
      assertThat(customer.tongue()).isEqualTo(tongue);
    }
  }

  @Test
  void whoIsOfferedNothingAsksAgainTwiceAndLeaves() {
    for (long number = 0; number < CUSTOMERS; number++) {
      Customer customer = customer(number, DialogueLanguage.ENGLISH);
      List<Line> said = converse(customer, (c, products) -> Optional.empty());
      assertThat(customer.bought()).isEmpty();
      assertThat(customer.isSatisfied()).isFalse();
      assertThat(said.size()).isBetween(3, 4); // A translation is not asked for in vain.
    }
  }

  @Test
  void whoIsOfferedSomethingElseOfTheKindObjectsToWhatItDoesNotLike() {
    Set<String> intents = new HashSet<>();
    int bought = 0;
    int satisfied = 0;
    for (long number = 0; number < CUSTOMERS; number++) {
      Customer customer = customer(number, DialogueLanguage.ENGLISH);
      Product poor =
          CATALOG.products().stream()
              .filter(p -> customer.taste().grade(p) > 0)
              .min((a, b) -> customer.taste().grade(a) - customer.taste().grade(b))
              .orElseThrow();
      for (Line line : converse(customer, (c, products) -> Optional.of(poor))) {
        intents.add(line.intent());
        line.call().ifPresent(call -> assertThat(call.arguments()).isNotEmpty());
      }
      bought += customer.bought().isPresent() ? 1 : 0;
      satisfied += customer.isSatisfied() ? 1 : 0;
      if (customer.isSatisfied()) {
        assertThat(customer.taste().grade(poor)).isGreaterThanOrEqualTo(2);
      }
    }
    assertThat(intents).contains("search", "filter", "compare", "recommend", Line.CHITCHAT);
    assertThat(bought).isEqualTo(CUSTOMERS); // Each has something that it likes.
    assertThat(satisfied).isLessThan(bought);
  }

  @Test
  void theSameNumberIsTheSameCustomerAndNoneBeginsAsInTraining() {
    Set<String> openings = new HashSet<>();
    for (long number = 0; number < CUSTOMERS; number++) {
      Customer customer = customer(number, DialogueLanguage.HINGLISH);
      assertThat(customer(number, DialogueLanguage.HINGLISH).opening())
          .isEqualTo(customer.opening());
      Customer inPhrasesOfTheTraining =
          new Customer(CATALOG, 7, number, DialogueLanguage.HINGLISH, 0.2, false);
      assertThat(Part.of(inPhrasesOfTheTraining.opening().text())).isEqualTo(Part.HELD_OUT);
      openings.add(customer.opening().text());
    }
    assertThat(openings.size()).isGreaterThan(CUSTOMERS / 3);
  }

  @Test
  void aGradeCountsWhatAProductHasOfWhatIsLiked() {
    for (long number = 0; number < 50; number++) {
      Taste taste = customer(number, DialogueLanguage.ENGLISH).taste();
      for (Product product : CATALOG.products()) {
        int grade = taste.grade(product);
        assertThat(grade).isBetween(0, Taste.BEST);
        if (!taste.isOfTheKind(product)) {
          assertThat(grade).isZero();
        }
        if (grade == Taste.BEST) {
          assertThat(product.price()).isLessThanOrEqualTo(taste.budget());
          assertThat(taste.likesColor(product) && taste.likesStyle(product)).isTrue();
        }
      }
    }
  }

  @Test
  void productsAreFoundByTheirIds() {
    for (Product product : CATALOG.products()) {
      assertThat(CATALOG.find(product.id())).contains(product);
      assertThat(product.offer().id()).isEqualTo(product.id());
    }
    assertThat(CATALOG.find("nothing")).isEmpty();
    assertThat(CATALOG.products()).hasSize(400);
    assertThat(CATALOG.products()).extracting(Product::id).doesNotHaveDuplicates();
  }
}
