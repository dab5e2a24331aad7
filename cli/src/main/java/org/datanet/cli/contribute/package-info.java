/**
 * The command {@code contribute}: records read from a file and checked, the journal that outlives
 * an interruption, and the run that commits, opens and awaits them. It decides no rule.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.contribute;
