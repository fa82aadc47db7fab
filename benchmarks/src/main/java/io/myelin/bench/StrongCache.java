package io.myelin.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.common.caching.WeakReferenceCache;

/** Axon's cache, whose entries stay: ours keeps them too, and a collection must not decide who is faster. */
final class StrongCache extends WeakReferenceCache {

    private final Map<Object, Object> kept = new ConcurrentHashMap<>();

    @Override
    public void put(Object key, Object value) {
        kept.put(key, value);
        super.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        boolean put = super.putIfAbsent(key, value);
        if (put) {
            kept.put(key, value);
        }
        return put;
    }

    @Override
    public boolean remove(Object key) {
        kept.remove(key);
        return super.remove(key);
    }
}
