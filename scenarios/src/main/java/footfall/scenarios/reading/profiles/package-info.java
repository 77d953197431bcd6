/**
 * Models, devices and quantisations with their figures. Start with {@link
 * footfall.scenarios.reading.profiles.Profiles}.
 */
package footfall.scenarios.reading.profiles;
