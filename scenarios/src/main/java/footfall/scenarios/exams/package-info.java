/**
 * What a model can be examined with that is not ours: recorded dialogues, tools and products of a
 * shop. {@link footfall.scenarios.exams.DialogueFile} reads dialogues of every known form.
 */
@org.jspecify.annotations.NullMarked
package footfall.scenarios.exams;
