/** What is wrong with an input, told so that the user can mend it. */
package footfall.scenarios.problems;
