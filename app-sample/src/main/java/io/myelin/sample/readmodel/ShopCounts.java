package io.myelin.sample.readmodel;

/**
 * How many of each the shop holds.
 *
 * @param customers registered
 * @param products listed
 * @param orders placed
 * @param shipped orders that were shipped
 */
public record ShopCounts(long customers, long products, long orders, long shipped) {}
