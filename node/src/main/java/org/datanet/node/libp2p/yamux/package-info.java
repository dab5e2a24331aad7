/**
 * Yamux (hashicorp's specification with libp2p's bounds): many streams with flow control on one
 * secured channel. Everything runs on the channel's event loop. Which protocol a stream speaks is
 * not known here.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.libp2p.yamux;
