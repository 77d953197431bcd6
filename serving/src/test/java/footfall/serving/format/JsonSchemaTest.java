package footfall.serving.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LETTERS = "{}[]\":, -.0123456789eE+truefalsn\\uabcxXyz@é👟";

  private static Grammar grammar(String schema) throws JsonProcessingException {
    Map<String, Object> map = JSON.readValue(schema, new TypeReference<>() {});
    return new ReplyFormat(map).grammar();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"object\"} | {} | true",
        "{\"type\":\"object\"} | {\"a\": [1, {\"b\": null}], \"c\":-2.5e-3} | true",
        "{\"type\":\"object\"} | [] | false",
        "{\"type\":\"object\"} | {\"a\":1,} | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]} | {\"a\":17} | true",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]} | {} | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]} | {\"a\":1.5} | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"boolean\"},\"b\":{\"type\":\"null\"}}} | {\"b\":null} | true",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"boolean\"},\"b\":{\"type\":\"null\"}}} | {\"a\":true, \"b\":null} | true",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"boolean\"},\"b\":{\"type\":\"null\"}}} | {,\"b\":null} | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"boolean\"},\"b\":{\"type\":\"null\"}},\"required\":[\"b\"]} | {\"a\":true} | false",
        "{\"enum\":[\"S\",\"M\",5]} | \"M\" | true",
        "{\"enum\":[\"S\",\"M\",5]} | 5 | true",
        "{\"enum\":[\"S\",\"M\",5]} | \"L\" | false",
        "{\"const\":{\"a\":1}} | {\"a\":1} | true",
        "{\"type\":[\"string\",\"null\"]} | null | true",
        "{\"type\":\"string\"} | \"a\\u00e9\\n\\\"é👟\" | true",
        "{\"type\":\"string\"} | \"a\"b\" | false",
        "{\"type\":\"string\",\"maxLength\":2} | \"abc\" | false",
        "{\"type\":\"string\",\"minLength\":2} | \"a\" | false",
        "{\"type\":\"string\",\"format\":\"date\"} | \"2026-02-28\" | true",
        "{\"type\":\"string\",\"format\":\"date\"} | \"2026-13-01\" | false",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}} | [1, 2,3] | true",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":2} | [1] | false",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":2} | [1,2,3] | true",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"maxItems\":1} | [1,2] | false",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"maxItems\":1} | [] | true",
        "{\"type\":\"integer\",\"minimum\":1,\"maximum\":12} | 12 | true",
        "{\"type\":\"integer\",\"minimum\":1,\"maximum\":12} | 13 | false",
        "{\"type\":\"integer\",\"minimum\":0} | -1 | false",
        "{\"type\":\"integer\",\"exclusiveMinimum\":0,\"maximum\":9007199254740991} | 0 | false",
        "{\"type\":\"number\",\"minimum\":0} | 0.25 | true",
        "{\"type\":\"number\",\"minimum\":0} | -0.25 | false",
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]} | 7 | true",
        "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"integer\"}}} | 7 | true",
        "{\"properties\":{\"p\":{\"$id\":\"p\",\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"integer\"}}}}} | {\"p\":7} | true",
        "{\"type\":\"object\",\"required\":[\"q\"]} | {} | false",
        "{\"type\":\"object\",\"required\":[\"q\"]} | {\"q\":[1]} | true",
        "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"},\"required\":[\"z\"]} | {\"z\":\"a\"} | false",
        "{\"enum\":[\"a\",1,2.5],\"type\":\"integer\"} | \"a\" | false",
        "{\"enum\":[\"a\",1,2.5],\"type\":[\"integer\",\"string\"]} | 1 | true",
        "{\"enum\":[1],\"type\":null} | 1 | true",
        "{\"enum\":[1],\"type\":[null,\"integer\"]} | 1 | true",
        "{\"oneOf\":[{\"type\":[null]},{\"type\":\"string\"}]} | null | true",
        "{\"enum\":[\"é\"]} | \"\\u00E9\" | true",
        "{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]} | 7 | true",
        "{\"oneOf\":[{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"a\"}},\"required\":[\"k\"]},{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"b\"}},\"required\":[\"k\"]}]} | {\"k\":\"b\"} | true",
      })
  void knowsWhatKeepsToIt(String schema, String text, boolean keeps)
      throws JsonProcessingException {
    Grammar after = grammar(schema).after(text);

    assertThat(after.isComplete()).isEqualTo(keeps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"object\"}",
        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"size\":{\"enum\":[\"S\",\"M\"]},\"price\":{\"type\":\"number\",\"minimum\":0},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":1},\"n\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":5}},\"required\":[\"name\",\"size\",\"price\",\"tags\",\"n\"]}",
        "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"uuid\"},\"minItems\":2}",
        "{\"anyOf\":[{\"type\":\"string\",\"format\":\"email\"},{\"type\":\"null\"}]}",
        "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"boolean\"}}",
      })
  void itsExampleKeepsToItAndSoDoesWhatIsWrittenAtRandom(String schema)
      throws JsonProcessingException {
    Grammar grammar = grammar(schema);
    assertThat(grammar.after(grammar.example()).isComplete()).isTrue();
    JSON.readTree(grammar.example());

    int[] letters = LETTERS.codePoints().toArray();
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      Grammar left = grammar;
      for (int tries = 0; tries < 5_000 && !left.isOver() && text.length() < 500; tries++) {
        int letter = letters[random.nextInt(letters.length)];
        if (!left.after(letter).isDead()) {
          left = left.after(letter);
          text.appendCodePoint(letter);
        }
      }
      if (left.isComplete()) {
        JSON.readTree(text.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"string\",\"pattern\":\"a+\"} | the keyword pattern of JSON Schema",
        "{\"type\":\"integer\",\"minimum\":5} | integers from 5 without a maximum",
        "{\"type\":\"number\",\"maximum\":2.5} | numbers with these bounds",
        "{\"type\":\"string\",\"format\":\"ipv6\"} | the format ipv6",
        "{\"$ref\":\"#\"} | a schema that contains itself",
        "{\"properties\":{\"a\":{\"anyOf\":[{\"$ref\":\"#\"},{\"type\":\"null\"}]}}} | a schema that contains itself",
        "{\"type\":\"array\",\"minItems\":200,\"items\":{\"type\":\"array\",\"minItems\":200}} | arrays of more than 1000 values",
        "{\"anyOf\":[{\"type\":\"integer\"}],\"minimum\":900} | minimum beside anyOf",
        "{\"type\":\"string\",\"anyOf\":[{\"type\":\"integer\"}]} | type beside anyOf",
        "{\"$ref\":\"#/$defs/p\",\"maxLength\":2,\"$defs\":{\"p\":{\"type\":\"string\"}}} | maxLength beside $ref",
        "{\"enum\":[1,5],\"minimum\":3} | minimum beside enum",
        "{\"const\":\"abc\",\"type\":\"integer\"} | no value keeps to",
        "{\"const\":5,\"enum\":[6]} | no value keeps to",
        "{\"type\":\"integer\",\"enum\":[]} | no value keeps to",
        "{\"anyOf\":[]} | anyOf must be a list of at least one schema",
        "{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"number\"}]} | oneOf is supported where",
        "{\"oneOf\":[{\"enum\":[\"a\",\"b\"]},{\"enum\":[\"a\",\"c\"]}]} | oneOf is supported where",
        "{\"minimum\":5} | minimum without a type",
        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"z\"]} | z is required, and not among",
        "{\"type\":\"object\",\"required\":\"a\"} | required must be a list of names",
        "{\"type\":\"object\",\"required\":[5]} | required must be a list of names",
        "{\"type\":\"object\",\"properties\":5} | properties must be an object",
        "{\"type\":\"object\",\"properties\":null} | properties must be an object",
        "{\"type\":\"string\",\"format\":\"uuid\",\"maxLength\":5} | a length beside format",
        "{\"type\":\"array\",\"minItems\":4,\"maxItems\":2} | no array has 4 to 2 items",
        "{\"type\":\"string\",\"minLength\":3,\"maxLength\":2} | no text is of 3 to 2",
        "{\"type\":\"string\",\"minLength\":2.5} | minLength must be an integer",
        "{\"type\":\"shirt\"} | there is no type shirt",
        "{\"$ref\":\"#/$defs/x\"} | which is not there",
        "{\"$ref\":\"other.json\"} | must point into the schema",
        "{\"type\":\"array\",\"minItems\":100000} | minItems must be an integer from 0 to 256",
        "{\"properties\":{\"a\":5}} | a schema must be an object, not 5",
        "{\"type\":\"integer\",\"minimum\":3,\"maximum\":1} | no integer is",
      })
  void whatItCouldNotKeepToIsRefused(String schema, String message) {
    assertThatThrownBy(() -> grammar(schema))
        .isInstanceOf(ReplyFormat.UnknownSchemaException.class)
        .hasMessageContaining(message);
  }
}
