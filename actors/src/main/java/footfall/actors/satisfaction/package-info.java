/** How satisfied shoppers are with answers, and what a conversation brings. */
package footfall.actors.satisfaction;
