package io.myelin.sample.readmodel;

import io.myelin.sample.catalogue.AddProductName;
import io.myelin.sample.catalogue.ListProduct;
import io.myelin.sample.customer.RegisterCustomer;
import io.myelin.sample.order.PlaceOrder;
import io.myelin.sample.order.ShipOrder;
import java.util.Map;
import java.util.Set;

/**
 * What the shop holds, told as the commands that would bring it about: who wants to send one of them need not.
 *
 * @param customers every customer
 * @param products every product, once for each of its names
 * @param productNames every name of every product
 * @param orders every order, by its number, with the lines that came late, sorted by line number
 * @param shipments every order that was shipped
 */
public record ShopContents(
        Set<RegisterCustomer> customers,
        Set<ListProduct> products,
        Set<AddProductName> productNames,
        Map<String, PlaceOrder> orders,
        Set<ShipOrder> shipments) {

    /** What a shop holds before its first command. */
    public static final ShopContents NOTHING = new ShopContents(Set.of(), Set.of(), Set.of(), Map.of(), Set.of());

    /** Copies the collections. */
    public ShopContents {
        customers = Set.copyOf(customers);
        products = Set.copyOf(products);
        productNames = Set.copyOf(productNames);
        orders = Map.copyOf(orders);
        shipments = Set.copyOf(shipments);
    }
}
