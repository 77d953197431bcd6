package footfall.serving.jinja;

import footfall.serving.jinja.Token.Kind;
import footfall.serving.jinja.Values.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions, by the precedence that Jinja2's parser has. For one template. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> NOT_ARGUMENTS = Set.of("else", "or", "and");
  private static final Set<Kind> ARGUMENTS =
      Set.of(Kind.NAME, Kind.STRING, Kind.INTEGER, Kind.FLOAT);

  private final Tokens tokens;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** A call's arguments before they have values. */
  private record Call(
      List<Expression> inOrder,
      Map<String, Expression> named,
      Expression rest,
      Expression namedRest) {
    Arguments evaluate(Rendering rendering, Scope scope) {
      List<Object> values = new ArrayList<>();
      inOrder.forEach(argument -> values.add(Markup.plain(argument.evaluate(rendering, scope))));
      if (rest != null) {
        values.addAll(Values.elements(rest.evaluate(rendering, scope)));
      }
      Map<String, Object> byName = new LinkedHashMap<>();
      named.forEach((name, argument) -> byName.put(name, argument.evaluate(rendering, scope)));
      if (namedRest != null && namedRest.evaluate(rendering, scope) instanceof Map<?, ?> more) {
        more.forEach((name, value) -> byName.put(Values.str(name), value));
      }
      return new Arguments(values, byName);
    }
  }

  /** Several expressions with commas between them, or one. */
  Expression tuple(boolean withCondition) {
    List<Expression> parts = new ArrayList<>();
    boolean several = false;
    while (!endsTuple()) {
      parts.add(withCondition ? expression() : or());
      if (!tokens.skip(",")) {
        break;
      }
      several = true;
    }
    if (parts.isEmpty()) {
      throw tokens.unexpected("an expression");
    }
    return several ? tuple(parts) : parts.get(0);
  }

  private boolean endsTuple() {
    Kind kind = tokens.peek().kind();
    return kind == Kind.STATEMENT_END
        || kind == Kind.OUTPUT_END
        || tokens.peek().isOperator(")")
        || tokens.peek().isName("recursive");
  }

  private static Expression tuple(List<Expression> parts) {
    return (rendering, scope) -> new Tuple(evaluated(parts, rendering, scope));
  }

  private static List<Object> evaluated(List<Expression> parts, Rendering rendering, Scope scope) {
    rendering.make(parts.size());
    List<Object> values = new ArrayList<>();
    parts.forEach(part -> values.add(part.evaluate(rendering, scope)));
    return values;
  }

  Expression expression() {
    tokens.enter();
    Expression value = or();
    while (tokens.skipName("if")) {
      Expression then = value;
      Expression test = or();
      Expression otherwise =
          tokens.skipName("else")
              ? expression()
              : (r, s) ->
                  new Undefined(
                      "the inline if-expression evaluated to false and no else section was defined");
      value =
          (r, s) ->
              Values.isTrue(test.evaluate(r, s)) ? then.evaluate(r, s) : otherwise.evaluate(r, s);
    }
    tokens.leave();
    return value;
  }

  private Expression or() {
    Expression left = and();
    while (tokens.skipName("or")) {
      Expression first = left;
      Expression second = and();
      left =
          (r, s) -> {
            Object value = first.evaluate(r, s);
            return Values.isTrue(value) ? value : second.evaluate(r, s);
          };
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.skipName("and")) {
      Expression first = left;
      Expression second = not();
      left =
          (r, s) -> {
            Object value = first.evaluate(r, s);
            return Values.isTrue(value) ? second.evaluate(r, s) : value;
          };
    }
    return left;
  }

  private Expression not() {
    if (tokens.skipName("not")) {
      tokens.enter();
      Expression negated = not();
      tokens.leave();
      return (r, s) -> !Values.isTrue(negated.evaluate(r, s));
    }
    return comparison();
  }

  private Expression comparison() {
    Expression first = sum();
    List<String> operators = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    String operator = comparisonOperator();
    while (operator != null) {
      operators.add(operator);
      others.add(sum());
      operator = comparisonOperator();
    }
    if (others.isEmpty()) {
      return first;
    }
    return (r, s) -> {
      Object left = first.evaluate(r, s);
      for (int i = 0; i < others.size(); i++) {
        r.step();
        Object right = others.get(i).evaluate(r, s);
        if (!Operators.compares(operators.get(i), Markup.plain(left), Markup.plain(right))) {
          return false;
        }
        left = right;
      }
      return true;
    };
  }

  private String comparisonOperator() {
    Token token = tokens.peek();
    if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
      return tokens.next().text();
    }
    if (tokens.skipName("in")) {
      return "in";
    }
    if (token.isName("not") && tokens.peekAfter().isName("in")) {
      tokens.next();
      tokens.next();
      return "not in";
    }
    return null;
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.peek().isOperator("+") || tokens.peek().isOperator("-")) {
      left = binary(tokens.next().text(), left, concatenation());
    }
    return left;
  }

  private static Expression binary(String operator, Expression left, Expression right) {
    return (r, s) -> {
      r.step();
      return Operators.apply(r, operator, left.evaluate(r, s), right.evaluate(r, s));
    };
  }

  private Expression concatenation() {
    Expression first = product();
    if (!tokens.peek().isOperator("~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (tokens.skip("~")) {
      parts.add(product());
    }
    return (r, s) -> {
      StringBuilder text = new StringBuilder();
      parts.forEach(part -> text.append(r.made(Values.str(part.evaluate(r, s)))));
      return text.toString();
    };
  }

  private Expression product() {
    Expression left = power();
    while (tokens.peek().isOperator("*")
        || tokens.peek().isOperator("/")
        || tokens.peek().isOperator("//")
        || tokens.peek().isOperator("%")) {
      left = binary(tokens.next().text(), left, power());
    }
    return left;
  }

  private Expression power() {
    Expression left = unary(true);
    while (tokens.skip("**")) {
      left = binary("**", left, unary(true));
    }
    return left;
  }

  private Expression unary(boolean withFilters) {
    tokens.enter();
    Expression value;
    if (tokens.skip("-")) {
      Expression negated = unary(false);
      value = (r, s) -> Operators.negated(negated.evaluate(r, s));
    } else if (tokens.skip("+")) {
      value = unary(false);
    } else {
      value = primary();
    }
    value = postfix(value);
    if (withFilters) {
      value = filtersAndTests(value);
    }
    tokens.leave();
    return value;
  }

  private Expression primary() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME -> name(tokens.next().text());
      case STRING -> {
        StringBuilder text = new StringBuilder();
        while (tokens.peek().kind() == Kind.STRING) {
          text.append(tokens.next().text());
        }
        yield constant(text.toString());
      }
      case INTEGER -> constant(whole(tokens.next().text()));
      case FLOAT -> constant(Double.parseDouble(tokens.next().text()));
      default -> bracketed();
    };
  }

  private static Object whole(String text) {
    int base =
        text.matches("0[xX].*")
            ? 16
            : text.matches("0[bB].*") ? 2 : text.matches("0[oO].*") ? 8 : 10;
    BigInteger number = new BigInteger(base == 10 ? text : text.substring(2), base);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static Expression constant(Object value) {
    return (rendering, scope) -> value;
  }

  private static Expression name(String name) {
    return switch (name) {
      case "true", "True" -> constant(true);
      case "false", "False" -> constant(false);
      case "none", "None" -> constant(null);
      default ->
          (rendering, scope) -> {
            rendering.step();
            return scope.get(name);
          };
    };
  }

  private Expression bracketed() {
    if (tokens.skip("(")) {
      if (tokens.skip(")")) {
        return constant(new Tuple(List.of()));
      }
      Expression inner = tuple(true);
      tokens.expect(")");
      return inner;
    }
    if (tokens.skip("[")) {
      List<Expression> parts = new ArrayList<>();
      while (!tokens.skip("]")) {
        if (!parts.isEmpty()) {
          tokens.expect(",");
          if (tokens.skip("]")) {
            break;
          }
        }
        parts.add(expression());
      }
      return (r, s) -> evaluated(parts, r, s);
    }
    if (tokens.skip("{")) {
      return dict();
    }
    throw tokens.unexpected("an expression");
  }

  private Expression dict() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.skip("}")) {
      if (!keys.isEmpty()) {
        tokens.expect(",");
        if (tokens.skip("}")) {
          break;
        }
      }
      keys.add(expression());
      tokens.expect(":");
      values.add(expression());
    }
    return (r, s) -> {
      r.make(keys.size());
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        map.put(Values.key(map, keys.get(i).evaluate(r, s)), values.get(i).evaluate(r, s));
      }
      return map;
    };
  }

  private Expression postfix(Expression value) {
    Expression found = value;
    while (true) {
      if (tokens.skip(".")) {
        found = attribute(found);
      } else if (tokens.skip("[")) {
        found = item(found);
      } else if (tokens.skip("(")) {
        found = call(found);
      } else {
        return found;
      }
    }
  }

  private Expression attribute(Expression owner) {
    if (tokens.peek().kind() == Kind.INTEGER) {
      Object place = whole(tokens.next().text());
      return (r, s) -> Operators.item(owner.evaluate(r, s), place);
    }
    String name = tokens.name();
    return (r, s) -> {
      r.step();
      return Operators.attribute(Markup.plain(owner.evaluate(r, s)), name);
    };
  }

  private Expression item(Expression owner) {
    Expression from = null;
    if (!tokens.peek().isOperator(":")) {
      Expression place = expression();
      if (tokens.skip("]")) {
        return (r, s) -> {
          r.step();
          return Operators.item(
              Markup.plain(owner.evaluate(r, s)), Markup.plain(place.evaluate(r, s)));
        };
      }
      from = place;
    }
    tokens.expect(":");
    Expression begin = from;
    Expression end = endsSlicePart() ? null : expression();
    Expression step = tokens.skip(":") && !endsSlicePart() ? expression() : null;
    tokens.expect("]");
    return (r, s) -> {
      Object whole = Markup.plain(owner.evaluate(r, s));
      r.make(whole instanceof String || whole instanceof List ? Values.length(whole) : 0);
      return Operators.slice(
          whole,
          begin == null ? null : begin.evaluate(r, s),
          end == null ? null : end.evaluate(r, s),
          step == null ? null : step.evaluate(r, s));
    };
  }

  private boolean endsSlicePart() {
    return tokens.peek().isOperator(":") || tokens.peek().isOperator("]");
  }

  private Expression call(Expression function) {
    Call call = arguments();
    return (r, s) -> {
      r.step();
      return called(function.evaluate(r, s)).call(r, call.evaluate(r, s));
    };
  }

  private static Callable called(Object function) {
    if (function instanceof Callable callable) {
      return callable;
    }
    if (function instanceof Loop loop) {
      return loop.again();
    }
    throw Values.wrong(function, "'" + Values.typeName(function) + "' object is not callable");
  }

  /** After the opening bracket. */
  private Call arguments() {
    List<Expression> inOrder = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    Expression rest = null;
    Expression namedRest = null;
    boolean first = true;
    while (!tokens.skip(")")) {
      if (!first) {
        tokens.expect(",");
        if (tokens.skip(")")) {
          break;
        }
      }
      first = false;
      if (tokens.skip("*")) {
        rest = expression();
      } else if (tokens.skip("**")) {
        namedRest = expression();
      } else if (tokens.peek().kind() == Kind.NAME && tokens.peekAfter().isOperator("=")) {
        String name = tokens.name();
        tokens.next();
        named.put(name, expression());
      } else if (named.isEmpty()) {
        inOrder.add(expression());
      } else {
        throw tokens.problem("invalid syntax for function call expression");
      }
    }
    return new Call(inOrder, named, rest, namedRest);
  }

  private Expression filtersAndTests(Expression value) {
    Expression found = value;
    while (true) {
      if (tokens.skip("|")) {
        found = filter(found);
      } else if (tokens.skipName("is")) {
        found = test(found);
      } else if (tokens.skip("(")) {
        found = call(found);
      } else {
        return found;
      }
    }
  }

  /** After the bar: the filter's name, its arguments, and further filters. */
  Expression filters(Expression value) {
    Expression found = filter(value);
    while (tokens.skip("|")) {
      found = filter(found);
    }
    return found;
  }

  private Expression filter(Expression value) {
    String name = dotted();
    Call call = tokens.skip("(") ? arguments() : new Call(List.of(), Map.of(), null, null);
    return (r, s) -> {
      r.step();
      Object input = value.evaluate(r, s);
      boolean escapes = input instanceof Markup && Filters.ESCAPING.contains(name);
      return escapes
          ? input
          : Filters.named(name).apply(r, Markup.plain(input), call.evaluate(r, s));
    };
  }

  private String dotted() {
    StringBuilder name = new StringBuilder(tokens.name());
    while (tokens.skip(".")) {
      name.append('.').append(tokens.name());
    }
    return name.toString();
  }

  private Expression test(Expression value) {
    boolean negated = tokens.skipName("not");
    String name = dotted();
    Call call = new Call(List.of(), Map.of(), null, null);
    Token next = tokens.peek();
    boolean opens = next.isOperator("[") || next.isOperator("{");
    if (tokens.skip("(")) {
      call = arguments();
    } else if (opens || (ARGUMENTS.contains(next.kind()) && !NOT_ARGUMENTS.contains(next.text()))) {
      if (next.isName("is")) {
        throw tokens.problem("You cannot chain multiple tests with is");
      }
      if (!next.isName("if") && !next.isName("not") && !next.isName("in")) {
        call = new Call(List.of(postfix(primary())), Map.of(), null, null);
      }
    }
    Call given = call;
    return (r, s) -> {
      r.step();
      Object tested = Markup.plain(value.evaluate(r, s));
      return Tests.named(name).holds(r, tested, given.evaluate(r, s)) != negated;
    };
  }
}
