package footfall.serving.jinja;

/** A function, a method or a macro. */
interface Callable {
  /**
   * Calls it.
   *
   * @throws TemplateException if it does not take these arguments
   */
  Object call(Rendering rendering, Arguments arguments);
}
