/**
 * Who serves: {@link footfall.actors.workers.Workers} makes the kind that a pool specifies. A slot
 * worker serves requests side by side, a batching worker shares its device among them, and an
 * account worker sends them to a vendor.
 */
package footfall.actors.workers;
