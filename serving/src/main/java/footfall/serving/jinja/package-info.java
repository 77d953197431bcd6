/**
 * Jinja templates as Jinja2 renders them with the settings of Hugging Face's tokenizers. Start at
 * {@link footfall.serving.jinja.Template}: the {@link footfall.serving.jinja.Lexer} and the {@link
 * footfall.serving.jinja.Parser} make statements and expressions of the source, which run on values
 * as Python has them. Nothing outside the template and its variables can be reached from it.
 */
package footfall.serving.jinja;
