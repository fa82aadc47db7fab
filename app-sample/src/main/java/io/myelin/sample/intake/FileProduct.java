package io.myelin.sample.intake;

import io.myelin.sample.catalogue.AddProductName;
import io.myelin.sample.catalogue.ListProduct;
import io.myelin.sample.order.SoldProduct;
import java.util.ArrayList;
import java.util.List;

/** A product as an orders file tells of it: under one name, or more. */
final class FileProduct {

    private final String productId;
    private final String category;
    private final String subCategory;
    private final List<String> names = new ArrayList<>(1);

    FileProduct(SoldProduct sold) {
        productId = sold.productId();
        category = sold.category();
        subCategory = sold.subCategory();
    }

    void addName(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    String productId() {
        return productId;
    }

    /** In the order in which the file names them; at least one. */
    List<String> names() {
        return List.copyOf(names);
    }

    ListProduct listProduct() {
        return new ListProduct(productId, names.get(0), category, subCategory);
    }

    List<AddProductName> addProductNames() {
        return names.stream()
                .skip(1)
                .map(name -> new AddProductName(productId, name))
                .toList();
    }
}
