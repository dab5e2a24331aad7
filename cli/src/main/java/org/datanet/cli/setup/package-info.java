/** Commands about the home folder and its keys. They talk to no node but to learn its network. */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.setup;
