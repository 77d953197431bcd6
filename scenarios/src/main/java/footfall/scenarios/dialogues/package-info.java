/**
 * What shoppers and their assistant really say, word for word, in English, Hindi and Hinglish.
 * Start at {@link footfall.scenarios.dialogues.Dialogues}; a {@link
 * footfall.scenarios.dialogues.Dialogue} is messages, some of which call a tool.
 */
package footfall.scenarios.dialogues;
