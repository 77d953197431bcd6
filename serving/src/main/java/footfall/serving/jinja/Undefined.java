package footfall.serving.jinja;

/**
 * What a name or an attribute that does not exist stands for: empty and false, and wrong to
 * calculate with.
 *
 * @param problem told where it is calculated with
 */
record Undefined(String problem) {
  static Undefined name(String name) {
    return new Undefined("'" + name + "' is undefined");
  }

  static Undefined attribute(Object owner, Object attribute) {
    return new Undefined(
        "'" + Values.typeName(owner) + " object' has no attribute " + Values.repr(attribute));
  }

  TemplateException used() {
    return new TemplateException(problem);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Undefined;
  }

  @Override
  public int hashCode() {
    return 1;
  }
}
