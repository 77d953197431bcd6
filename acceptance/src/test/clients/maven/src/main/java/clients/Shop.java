package clients;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** What every client is asked to do, and how it tells what it saw. */
final class Shop {
  static final String WANTED = "show me a red shirt under 800";
  static final String SHOWN = "2* B11 640; 5* K42 720";
  static final ObjectMapper JSON = new ObjectMapper();

  /** What the structured reply is. */
  static class Shirt {
    @JsonProperty(required = true)
    public String item;

    @JsonProperty(required = true)
    public int max;

    @JsonProperty(required = true)
    public List<Color> colors;
  }

  enum Color {
    red,
    blue
  }

  private Shop() {}

  /** Runs one after the other, and prints what each saw, or the error that it ended with, as one object. */
  static void tell(Map<String, Callable<Map<String, Object>>> steps) throws Exception {
    Map<String, Object> seen = new LinkedHashMap<>();
    steps.forEach(
        (name, step) -> {
          try {
            seen.put(name, step.call());
          } catch (Exception e) {
            seen.put(name, Map.of("error", e.getClass().getSimpleName(), "message", "" + e.getMessage()));
          }
        });
    System.out.println(JSON.writeValueAsString(seen));
    System.exit(0); // The clients leave threads behind.
  }

  static Map<String, Object> object(Shirt shirt) {
    return Map.of("item", shirt.item, "max", shirt.max, "colors", shirt.colors);
  }
}
