package footfall.serving.jinja;

import footfall.serving.jinja.Statement.Flow;
import footfall.serving.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the statements of a template. For one template. */
final class Parser {
  private static final Set<String> OUTSIDE = Set.of("include", "import", "from", "extends");

  private final Tokens tokens;
  private final ExpressionParser expressions;
  private int loops;

  private Parser(Tokens tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  /**
   * What a template does.
   *
   * @throws TemplateException if it is not of the language
   */
  static Statement parse(String source) {
    Parser parser = new Parser(new Tokens(Lexer.tokens(source)));
    Statement whole = parser.until();
    if (parser.tokens.peek().kind() != Kind.END) {
      throw parser.tokens.problem("Encountered unknown tag '" + parser.tokens.peek().text() + "'");
    }
    return whole;
  }

  /** Statements up to a tag of one of these names, which is the next token then. */
  private Statement until(String... ends) {
    tokens.enter();
    List<Statement> statements = new ArrayList<>();
    while (tokens.peek().kind() != Kind.END) {
      Token token = tokens.next();
      if (token.kind() == Kind.DATA) {
        statements.add(text(token.text()));
      } else if (token.kind() == Kind.OUTPUT) {
        statements.add(output(expressions.tuple(true)));
        tokens.expect(Kind.OUTPUT_END, "the end of the output");
      } else if (Set.of(ends).contains(tokens.peek().text())) {
        tokens.leave();
        return Statement.all(statements);
      } else {
        statements.add(statement());
      }
    }
    if (ends.length > 0) {
      throw tokens.problem("it ends before '" + ends[ends.length - 1] + "'");
    }
    tokens.leave();
    return Statement.all(statements);
  }

  /** The same, with the tag that ends them. */
  private Statement body(String end) {
    Statement body = until(end);
    tokens.next();
    endTag();
    return body;
  }

  private void endTag() {
    tokens.expect(Kind.STATEMENT_END, "the end of the statement");
  }

  private static Statement text(String text) {
    return (rendering, scope) -> {
      rendering.write(text);
      return Flow.ON;
    };
  }

  private static Statement output(Expression expression) {
    return (rendering, scope) -> {
      rendering.write(Values.str(expression.evaluate(rendering, scope)));
      return Flow.ON;
    };
  }

  private Statement statement() {
    String name = tokens.name();
    return switch (name) {
      case "if" -> condition();
      case "for" -> loop();
      case "set" -> assignment();
      case "macro" -> macro();
      case "call" -> callBlock();
      case "filter" -> filterBlock();
      case "with" -> with();
      case "generation" -> {
        endTag();
        yield within(body("endgeneration"));
      }
      case "break", "continue" -> leap(name);
      default ->
          throw tokens.problem(
              OUTSIDE.contains(name)
                  ? "'" + name + "' would read another template, which chat templates may not"
                  : "Encountered unknown tag '" + name + "'");
    };
  }

  private Statement leap(String name) {
    if (loops == 0) {
      throw tokens.problem("'" + name + "' outside of a loop");
    }
    endTag();
    Flow flow = name.equals("break") ? Flow.BREAK : Flow.CONTINUE;
    return (rendering, scope) -> flow;
  }

  private Statement condition() {
    Expression test = expressions.tuple(false);
    endTag();
    Statement then = until("elif", "else", "endif");
    String next = tokens.name();
    Statement otherwise;
    if (next.equals("elif")) {
      tokens.enter();
      otherwise = condition();
      tokens.leave();
    } else {
      endTag();
      otherwise = next.equals("else") ? body("endif") : Statement.all(List.of());
    }
    return (rendering, scope) ->
        Values.isTrue(test.evaluate(rendering, scope))
            ? then.run(rendering, scope)
            : otherwise.run(rendering, scope);
  }

  private Statement loop() {
    Target target = target();
    tokens.expectName("in");
    Expression all = expressions.tuple(false);
    Expression wanted = tokens.skipName("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipName("recursive");
    endTag();
    loops++;
    Statement body = until("endfor", "else");
    loops--;
    Statement otherwise = Statement.all(List.of());
    boolean hasElse = tokens.name().equals("else");
    endTag();
    if (hasElse) {
      otherwise = body("endfor");
    }
    return new ForLoop(target, all, wanted, recursive, body, otherwise);
  }

  private Target target() {
    List<Target> parts = new ArrayList<>();
    boolean several = false;
    while (tokens.peek().kind() == Kind.NAME && !tokens.peek().isName("in")
        || tokens.peek().isOperator("(")) {
      parts.add(singleTarget());
      if (!tokens.skip(",")) {
        break;
      }
      several = true;
    }
    if (parts.isEmpty()) {
      throw tokens.unexpected("a name");
    }
    return several ? Target.parts(parts) : parts.get(0);
  }

  private Target singleTarget() {
    if (tokens.skip("(")) {
      tokens.enter();
      Target inner = target();
      tokens.leave();
      tokens.expect(")");
      return inner;
    }
    String name = tokens.name();
    if (tokens.skip(".")) {
      return Target.attribute(name, tokens.name());
    }
    return Target.name(name);
  }

  private Statement assignment() {
    Target target = target();
    if (tokens.skip("=")) {
      Expression value = expressions.tuple(true);
      endTag();
      return (rendering, scope) -> {
        target.assign(scope, value.evaluate(rendering, scope));
        return Flow.ON;
      };
    }
    boolean filters = tokens.skip("|");
    Block block = new Block();
    Expression filtered = filters ? expressions.filters(block) : block;
    endTag();
    block.body = body("endset");
    return (rendering, scope) -> {
      target.assign(scope, filtered.evaluate(rendering, scope));
      return Flow.ON;
    };
  }

  /** The text that statements write, which are read after what is made of it. */
  private static final class Block implements Expression {
    private Statement body;

    @Override
    public Object evaluate(Rendering rendering, Scope scope) {
      return rendering.capture(() -> body.run(rendering, new Scope(scope)));
    }
  }

  private Statement filterBlock() {
    Block block = new Block();
    Expression filtered = expressions.filters(block);
    endTag();
    block.body = body("endfilter");
    return output(filtered);
  }

  private static Statement within(Statement body) {
    return (rendering, scope) -> body.run(rendering, new Scope(scope));
  }

  private Statement with() {
    List<Target> targets = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (tokens.peek().kind() != Kind.STATEMENT_END) {
      if (!targets.isEmpty()) {
        tokens.expect(",");
      }
      targets.add(singleTarget());
      tokens.expect("=");
      values.add(expressions.expression());
    }
    endTag();
    Statement body = body("endwith");
    return (rendering, scope) -> {
      Scope inner = new Scope(scope);
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).assign(inner, values.get(i).evaluate(rendering, scope));
      }
      return body.run(rendering, inner);
    };
  }

  private Statement macro() {
    String name = tokens.name();
    tokens.expect("(");
    Macro macro = signature(name);
    Macro whole = macro.with(blockOfMacro("endmacro"));
    return (rendering, scope) -> {
      scope.set(name, whole.in(scope));
      return Flow.ON;
    };
  }

  private Statement blockOfMacro(String end) {
    endTag();
    int outer = loops;
    loops = 0; // What breaks a loop outside cannot be within.
    Statement body = body(end);
    loops = outer;
    return body;
  }

  /** After the opening bracket. */
  private Macro signature(String name) {
    List<String> names = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    while (!tokens.skip(")")) {
      if (!names.isEmpty()) {
        tokens.expect(",");
      }
      names.add(tokens.name());
      if (tokens.skip("=")) {
        defaults.add(expressions.expression());
      } else if (defaults.isEmpty() || defaults.get(defaults.size() - 1) == null) {
        defaults.add(null);
      } else {
        throw tokens.problem("non-default argument follows default argument");
      }
    }
    return new Macro(name, names, defaults, null);
  }

  private Statement callBlock() {
    Macro caller =
        tokens.skip("(") ? signature("caller") : new Macro("caller", List.of(), List.of(), null);
    Expression call = expressions.expression();
    Macro whole = caller.with(blockOfMacro("endcall"));
    return (rendering, scope) -> {
      rendering.write(
          Values.str(rendering.calledBy(whole.in(scope), () -> call.evaluate(rendering, scope))));
      return Flow.ON;
    };
  }
}
