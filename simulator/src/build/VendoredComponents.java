import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;

/** Adds what is shipped without Maven's knowledge to the bill of materials: BILL VENDORED. */
public final class VendoredComponents {
  public static void main(String[] files) throws Exception {
    ObjectMapper json = new ObjectMapper();
    File bill = new File(files[0]);
    if (!bill.exists()) {
      return; // Maven was offline.
    }
    ObjectNode tree = (ObjectNode) json.readTree(bill);
    ArrayNode components = (ArrayNode) tree.get("components");
    for (JsonNode vendored : json.readTree(new File(files[1]))) {
      boolean there = false;
      for (JsonNode component : components) {
        there |= component.path("purl").equals(vendored.path("purl"));
      }
      if (!there) {
        components.add(vendored);
      }
    }
    json.writerWithDefaultPrettyPrinter().writeValue(bill, tree);
  }
}
