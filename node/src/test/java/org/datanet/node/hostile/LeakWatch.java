package org.datanet.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.slf4j.LoggerFactory;

/** Hears Netty's leak detector, which the tests of this module run at its most suspicious. */
final class LeakWatch {

  private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

  void start() {
    heard.start();
    logger.addAppender(heard);
  }

  /** The detector speaks when a buffer is made after a lost one was collected. */
  void assertNone() {
    System.gc();
    PooledByteBufAllocator.DEFAULT.buffer(16).release();
    logger.detachAppender(heard);

    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    assertThat(heard.list).isEmpty();
  }
}
