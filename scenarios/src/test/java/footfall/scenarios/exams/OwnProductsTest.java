package footfall.scenarios.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnProductsTest {
  @TempDir private Path folder;

  private OwnProducts read(String text) throws IOException {
    return OwnProducts.read(Files.writeString(folder.resolve("products"), text));
  }

  @Test
  void theSameFromCsvAndJsonLines() throws IOException {
    OwnProducts csv = read("\uFEFFsku,name,price\nK7,\"Kettle, red\",20\nK8,Kettle,15\n");
    OwnProducts json =
        read(
            "{\"item_id\": \"K7\", \"title\": \"Kettle, red\", \"price\": 20}\n\n{\"item_id\": \"K8\", \"title\": \"Kettle\"}\n");
    for (OwnProducts products : List.of(csv, json)) {
      assertThat(products.all()).hasSize(2);
      assertThat(products.namedIn("Take the kettle, red one, or K8.")).containsExactly("K7", "K8");
      assertThat(products.namedIn("a KETTLE, or K7-b")).containsExactly("K8");
      assertThat(products.namedIn("nothing")).isEmpty();
    }
  }

  @Test
  void titlesInOtherScriptsAreFound() throws IOException {
    OwnProducts products = read("id,title\n1,लाल केतली\n2,Super Troopers (2001)\n");
    assertThat(products.namedIn("आप लाल केतली लें")).containsExactly("1");
    assertThat(products.namedIn("Try Super Troopers (2001)!")).containsExactly("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | holds no product",
        "'name,price;Kettle,2' | products:2: has no id",
        "'id,title;a,A;a,B' | products:3: has the id a again",
        "'{\"id\": \"a\"};{' | products:2: is no JSON"
      })
  void whatIsNoneIsRefusedWithItsLine(String text, String message) {
    assertThatThrownBy(() -> read(text.replace(';', '\n')))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
