package footfall.serving.jinja;

import footfall.serving.jinja.Token.Kind;
import java.util.List;

/** The pieces of a template, of which the next is looked at. Not thread-safe. */
final class Tokens {
  private static final int DEEPEST = 100;

  private final List<Token> tokens;
  private int place;
  private int depth;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(place);
  }

  Token peekAfter() {
    return tokens.get(Math.min(tokens.size() - 1, place + 1));
  }

  Token next() {
    Token token = tokens.get(place);
    place = Math.min(tokens.size() - 1, place + 1);
    return token;
  }

  /** Whether the next piece was that operator, which is behind us then. */
  boolean skip(String operator) {
    boolean is = peek().isOperator(operator);
    if (is) {
      next();
    }
    return is;
  }

  boolean skipName(String name) {
    boolean is = peek().isName(name);
    if (is) {
      next();
    }
    return is;
  }

  void expect(String operator) {
    if (!skip(operator)) {
      throw unexpected("'" + operator + "'");
    }
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw unexpected("'" + name + "'");
    }
  }

  String name() {
    if (peek().kind() != Kind.NAME) {
      throw unexpected("a name");
    }
    return next().text();
  }

  void expect(Kind kind, String what) {
    if (peek().kind() != kind) {
      throw unexpected(what);
    }
    next();
  }

  TemplateException unexpected(String expected) {
    Token token = peek();
    return problem("expected " + expected + ", got " + describe(token));
  }

  TemplateException problem(String what) {
    return new TemplateException("line " + peek().line() + " of the template: " + what);
  }

  private static String describe(Token token) {
    return switch (token.kind()) {
      case END -> "the end of the template";
      case STATEMENT_END, OUTPUT_END -> "the end of the tag";
      case DATA -> "text";
      case STATEMENT, OUTPUT -> "a tag";
      case NAME, STRING, INTEGER, FLOAT, OPERATOR -> "'" + token.text() + "'";
    };
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw problem("it is nested more than " + DEEPEST + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
