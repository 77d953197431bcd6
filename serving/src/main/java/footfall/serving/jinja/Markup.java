package footfall.serving.jinja;

/**
 * A text that is safe to be part of a page: what is added to it is escaped. Anything else that is
 * done with it makes a common text of it.
 */
record Markup(String text) {
  /** The value as a common one. */
  static Object plain(Object value) {
    return value instanceof Markup markup ? markup.text() : value;
  }

  static Markup of(Object value) {
    return value instanceof Markup markup ? markup : new Markup(escaped(Values.str(value)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&#34;");
  }
}
