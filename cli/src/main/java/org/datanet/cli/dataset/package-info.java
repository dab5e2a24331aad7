/** The group {@code datasets}: creating datanets from a manifest, listing and showing them. */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.dataset;
