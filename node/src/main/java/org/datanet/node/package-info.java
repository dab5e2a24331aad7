@org.jspecify.annotations.NullMarked
package org.datanet.node;
