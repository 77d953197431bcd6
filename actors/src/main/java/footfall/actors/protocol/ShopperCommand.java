package footfall.actors.protocol;

/** What a shopper may be told: to begin, or how a request ended. */
public interface ShopperCommand {}
