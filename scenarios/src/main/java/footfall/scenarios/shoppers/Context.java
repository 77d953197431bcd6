package footfall.scenarios.shoppers;

/**
 * What a model reads with every call besides the new message.
 *
 * @param systemTokens instructions and descriptions of the tools
 * @param history whether all that was said before is sent again
 * @param limitTokens the oldest part is left out beyond this
 */
public record Context(int systemTokens, boolean history, int limitTokens) {}
