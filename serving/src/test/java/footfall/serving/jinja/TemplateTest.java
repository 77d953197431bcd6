package footfall.serving.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates render as Jinja2 renders them; what it wants of each was taken from it. */
class TemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 7, 5, 4);

  private static JsonNode constructs() throws IOException {
    try (InputStream in = TemplateTest.class.getResourceAsStream("/jinja/constructs.json")) {
      return JSON.readTree(in);
    }
  }

  @TestFactory
  Stream<DynamicTest> likeJinja2() throws IOException {
    JsonNode all = constructs();
    LocalDateTime now = LocalDateTime.parse(all.get("now").asText());
    Map<String, Object> variables =
        JSON.convertValue(all.get("variables"), new TypeReference<Map<String, Object>>() {});
    return StreamSupport.stream(all.get("cases").spliterator(), false)
        .map(
            wanted ->
                DynamicTest.dynamicTest(
                    wanted.get("template").asText(), () -> check(wanted, variables, now)));
  }

  private static void check(JsonNode wanted, Map<String, Object> variables, LocalDateTime now) {
    String source = wanted.get("template").asText();
    if (wanted.has("want")) {
      assertThat(Template.parse(source).render(variables, now))
          .isEqualTo(wanted.get("want").asText());
    } else {
      assertThatThrownBy(() -> Template.parse(source).render(variables, now))
          .isInstanceOf(TemplateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ [0] * 99999999 }}",
        "{{ 9 ** 99999 }}",
        "{{ range(9999999999) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for x in [[]] recursive %}{{ loop([[]]) }}{% endfor %}",
        "{{ 'x'.ljust(2147483647) }}",
        "{% set ns = namespace(x='ab') %}{% for i in range(50) %}"
            + "{% set ns.x = ns.x.replace('a', 'aa' * 1000) %}{% endfor %}",
        "{{ '%9999d' % 1 * 99999999 }}",
        "{{ 'x'.center(99999)|indent(99999)|batch(1)|list|map('upper')|join('x' * 99999) }}",
      })
  void isBounded(String source) {
    assertThatThrownBy(() -> Template.parse(source).render(Map.of(), NOW))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void isNotNestedWithoutEnd() {
    for (String source :
        List.of(
            "{{ " + "(".repeat(100_000) + " }}",
            "{{ " + "[".repeat(100_000) + " }}",
            "{{ " + "not ".repeat(100_000) + "x }}",
            "{{ " + "-".repeat(100_000) + "1 }}",
            "{% if x %}".repeat(100_000))) {
      assertThatThrownBy(() -> Template.parse(source)).isInstanceOf(TemplateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% include '/etc/passwd' %}",
        "{% import '/etc/passwd' as x %}",
        "{% extends 'x' %}",
        "{{ messages.__class__.__base__ }}{{ messages.getClass() }}",
        "{{ ''.getClass().forName('java.lang.Runtime') }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
      })
  void reachesNothingOutside(String source) {
    assertThatThrownBy(() -> Template.parse(source).render(Map.of("messages", List.of()), NOW))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void leavesWhatItIsGivenAsItIs() {
    Map<String, Object> message = new HashMap<>(Map.of("role", "user"));
    Template.parse("{% set m = messages[0] %}{% set messages = messages + [m] %}{{ messages }}")
        .render(Map.of("messages", List.of(message)), NOW);
    assertThat(message).containsExactly(Map.entry("role", "user"));
  }

  @Test
  void tellsWhere() {
    assertThatThrownBy(() -> Template.parse("one\ntwo {% if %}"))
        .hasMessageStartingWith("line 2 of the template: expected an expression");
  }
}
