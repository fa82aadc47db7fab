package io.myelin.sample.intake;

import io.myelin.sample.catalogue.AddProductName;
import io.myelin.sample.order.AddOrderLines;
import io.myelin.sample.order.OrderLine;
import io.myelin.sample.order.PlaceOrder;
import io.myelin.sample.order.ShipOrder;
import io.myelin.sample.readmodel.ShopContents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The commands that bring into the shop what a file has and the shop lacks; none if all is there.
 *
 * <p>Customers and products come before orders. Within an order, placing comes before shipping.
 */
public final class IntakePlan {

    private final List<List<CommandChain>> phases;

    private IntakePlan(List<List<CommandChain>> phases) {
        this.phases = List.copyOf(phases);
    }

    /** Compares the file with the shop, to the last decimal. */
    public static IntakePlan of(OrderFile file, ShopContents shop) {
        List<CommandChain> customersAndProducts = new ArrayList<>();
        file.customers().stream()
                .filter(customer -> !shop.customers().contains(customer))
                .forEach(customer -> customersAndProducts.add(new CommandChain(List.of(customer))));
        file.products().forEach(product -> addIfAny(customersAndProducts, product(product, shop)));
        List<CommandChain> orders = new ArrayList<>();
        file.orders().forEach(order -> addIfAny(orders, order(order, shop)));
        return new IntakePlan(List.of(customersAndProducts, orders));
    }

    /** How many commands there are to send. */
    public int commands() {
        return phases.stream()
                .flatMap(List::stream)
                .mapToInt(chain -> chain.commands().size())
                .sum();
    }

    List<List<CommandChain>> phases() {
        return phases;
    }

    private static List<Object> product(FileProduct product, ShopContents shop) {
        List<Object> commands = new ArrayList<>();
        if (!shop.products().contains(product.listProduct())) {
            commands.add(product.listProduct());
        }
        for (AddProductName name : product.addProductNames()) {
            if (!shop.productNames().contains(name)) {
                commands.add(name);
            }
        }
        return commands;
    }

    private static List<Object> order(FileOrder order, ShopContents shop) {
        List<Object> commands = new ArrayList<>();
        PlaceOrder asked = order.placeOrder();
        PlaceOrder placed = shop.orders().get(order.orderId());
        if (placed == null || !isSameApartFromLines(asked, placed)) {
            // Where the shop has another order under this number, its refusal tells a person what differs.
            commands.add(asked);
        } else {
            List<OrderLine> missing = missing(asked, placed);
            if (!missing.isEmpty()) {
                commands.add(new AddOrderLines(order.orderId(), missing));
            }
        }
        ShipOrder ship = order.shipOrder();
        if (!shop.shipments().contains(ship)) {
            commands.add(ship);
        }
        return commands;
    }

    private static boolean isSameApartFromLines(PlaceOrder asked, PlaceOrder placed) {
        return asked.customerId().equals(placed.customerId())
                && asked.orderedOn().equals(placed.orderedOn())
                && asked.shipTo().equals(placed.shipTo());
    }

    private static List<OrderLine> missing(PlaceOrder asked, PlaceOrder placed) {
        Set<OrderLine> there = new HashSet<>(placed.lines());
        return asked.lines().stream().filter(line -> !there.contains(line)).toList();
    }

    private static void addIfAny(List<CommandChain> chains, List<Object> commands) {
        if (!commands.isEmpty()) {
            chains.add(new CommandChain(commands));
        }
    }
}
