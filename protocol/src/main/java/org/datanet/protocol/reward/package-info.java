/**
 * Money and its splits: largest remainder, the fee's roles, vesting, and the two tables of an
 * epoch. No rule of who deserves what lives here; it only divides and proves.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.reward;
