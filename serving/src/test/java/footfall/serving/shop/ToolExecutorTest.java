package footfall.serving.shop;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.dialogues.Offer;
import footfall.scenarios.retail.Catalog;
import footfall.scenarios.retail.Product;
import footfall.serving.shop.ToolExecutor.Served;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolExecutorTest {
  private static ProductIndex productIndex;
  private ToolExecutor tools;

  @BeforeAll
  static void fillShelves() {
    productIndex = new ProductIndex(Catalog.of(1, 2_400));
  }

  @AfterAll
  static void clear() {
    productIndex.close();
  }

  @BeforeEach
  void open() {
    tools = new ToolExecutor(productIndex);
  }

  private static List<Product> all() {
    return productIndex.catalog().products();
  }

  private static List<Product> redShirts(int most) {
    return all().stream()
        .filter(p -> p.item().key().equals("shirt") && p.color().key().equals("red"))
        .filter(p -> p.price() <= most)
        .toList();
  }

  @Test
  void hasProductsOfEveryKindEachOnce() {
    assertThat(all()).hasSize(2_400).extracting(Product::id).doesNotHaveDuplicates();
    assertThat(all()).allMatch(p -> p.price() > 0 && p.stars() >= 1 && p.stars() <= 5);
    assertThat(Catalog.of(1, 2_400).products()).isEqualTo(all());
    assertThat(Catalog.of(2, 2_400).products()).isNotEqualTo(all());
  }

  @Test
  void findsWhatIsAskedForAndNothingElse() {
    Served served = tools.serve("search", "{\"item\":\"shirt\",\"color\":\"red\",\"max\":500}");
    List<Product> right = redShirts(500);
    assertThat(right.size()).isPositive();
    assertThat(served.found()).hasSize(Math.min(5, right.size())).allMatch(right::contains);
    assertThat(served.text())
        .isEqualTo(Offer.list(served.found().stream().map(Product::offer).toList()));
    assertThat(served.call().text()).isEqualTo("search(item=shirt, color=red, max=500)");
  }

  @Test
  void forgivesASlipOfThePen() {
    assertThat(tools.serve("search", "{\"item\":\"shrit\",\"color\":\"red\"}").found())
        .isEqualTo(tools.serve("search", "{\"item\":\"shirt\",\"color\":\"red\"}").found())
        .isNotEmpty();
  }

  @Test
  void narrowsWhatWasFoundLast() {
    tools.serve("search", "{\"item\":\"shirt\"}");
    List<Product> red = tools.serve("filter", "{\"color\":\"red\"}").found();
    assertThat(red).isNotEmpty().allMatch(redShirts(Integer.MAX_VALUE)::contains);
    List<Product> cheap = tools.serve("filter", "{\"max\":300}").found();
    assertThat(cheap).allMatch(redShirts(300)::contains);
    assertThat(new ToolExecutor(productIndex).serve("filter", "{\"max\":300}").found())
        .as("another conversation knows nothing of it")
        .isNotEqualTo(cheap);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    Served served = tools.serve("search", "{\"item\":\"shirt\",\"max\":1}");
    assertThat(served.found()).isEmpty();
    assertThat(served.text()).isEqualTo("nothing");
  }

  @Test
  void findsForAnOccasion() {
    Served served = tools.serve("recommend", "{\"for\":\"wedding\",\"max\":700}");
    assertThat(served.found())
        .hasSize(5)
        .allMatch(p -> p.price() <= 700)
        .allMatch(p -> p.occasions().stream().anyMatch(o -> o.key().equals("wedding")));
  }

  @Test
  void comparesTwo() {
    Product one = all().get(3);
    Product other = all().get(7);
    Served served =
        tools.serve("compare", "{\"a\":\"%s\",\"b\":\"%s\"}".formatted(one.id(), other.id()));
    assertThat(served.found()).containsExactly(one, other);
  }

  @Test
  void findsWhatLooksLikeAPhoto() {
    Product product = all().get(42);
    String tags = product.color().key() + " " + product.style().key() + " " + product.item().key();
    Served served = tools.serve("visual_search", "{\"tags\":\"" + tags + "\"}");
    assertThat(served.found()).isNotEmpty();
    assertThat(served.found().get(0).title()).contains(tags);
    assertThat(tools.serve("filter", "{\"max\":5000}").found())
        .as("a filter narrows that")
        .allMatch(p -> p.title().contains(tags));
  }

  @ParameterizedTest
  @CsvSource({
    "red shirt, hindi, लाल कमीज़",
    "लाल कमीज़, english, red shirt",
    "laal joote, english, red shoes",
    "red zeppelin, hindi, लाल zeppelin"
  })
  void translatesWordsOfTheShop(String text, String to, String translated) {
    assertThat(
            tools.serve("translate", "{\"text\":\"%s\",\"to\":\"%s\"}".formatted(text, to)).text())
        .isEqualTo(translated);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly|{}|there is no tool fly",
        "search|{\"color\":\"red\"}|item",
        "search|{\"item\":\"shirt\",\"size\":\"XL\"}|size",
        "search|{\"item\":\"shirt\",\"max\":\"cheap\"}|max",
        "search|{\"item\":\"shirt\",\"max\":-3}|max",
        "filter|{}|at least 1 properties",
        "search|[1]|no JSON object",
        "search|{\"item\":|no JSON object"
      })
  void saysWhatIsWrongWithACall(String tool, String arguments, String told) {
    Served served = tools.serve(tool, arguments);
    assertThat(served.text()).startsWith("error: ").contains(told);
    assertThat(served.found()).isEmpty();
  }

  @Test
  void offersItsToolsWithTheirSchemas() {
    assertThat(Tool.offered()).hasSize(6);
    Map<?, ?> search = (Map<?, ?>) Tool.offered().get(0).get("function");
    assertThat(search.get("name")).isEqualTo("search");
    assertThat(((Map<?, ?>) search.get("parameters")).get("required")).isEqualTo(List.of("item"));
  }
}
