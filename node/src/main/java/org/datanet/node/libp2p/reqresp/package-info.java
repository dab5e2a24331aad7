/**
 * Request and response, one stream each: a frame there, a status byte and a frame back. What is
 * asked and answered is never known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.reqresp;
