package io.downlink.emulator.hub;

/** Changes identities, and their twins with them, as one of many in a request. */
public final class BulkRegistry {
    private final Registry registry;
    private final Twins twins;

    BulkRegistry(Registry registry, Twins twins) {
        this.registry = registry;
        this.twins = twins;
    }

    /**
     * Refuses a request with too many items.
     *
     * @throws HubException {@link HubError#TOO_MANY_DEVICES} or, if there is none, {@link HubError#ARGUMENT_INVALID}
     */
    public static void checkSize(int items) {
        if (items == 0) {
            throw new HubException(HubError.ARGUMENT_INVALID, "The request has no items.");
        }
        if (items > Limits.BULK_ITEMS_MAX) {
            throw new HubException(
                    HubError.TOO_MANY_DEVICES,
                    "A request has at most " + Limits.BULK_ITEMS_MAX + " items, this one has " + items);
        }
    }

    /**
     * Does one of them.
     *
     * @throws HubException as {@link Registry} and {@link Twins} do
     */
    public void apply(BulkItem item) {
        switch (item.mode()) {
            case CREATE -> create(item);
            case UPDATE -> registry.update(item.spec(), IfMatch.ANY);
            case UPDATE_IF_MATCH_ETAG -> registry.update(item.spec(), item.condition());
            case DELETE -> registry.delete(item.spec().client(), IfMatch.ANY);
            case DELETE_IF_MATCH_ETAG -> registry.delete(item.spec().client(), item.condition());
            case UPDATE_TWIN -> changeTwin(item, IfMatch.ANY);
            case UPDATE_TWIN_IF_MATCH_ETAG -> changeTwin(item, item.twinCondition());
        }
    }

    /** Both the identity and what its twin is to hold, or neither. */
    private void create(BulkItem item) {
        registry.create(item.spec());
        if (item.twin().tags() == null && item.twin().desired() == null) {
            return;
        }
        try {
            changeTwin(item, IfMatch.ANY);
        } catch (HubException refused) {
            registry.delete(item.spec().client(), IfMatch.ANY);
            throw refused;
        }
    }

    private void changeTwin(BulkItem item, IfMatch condition) {
        twins.change(item.spec().client(), item.twin(), condition);
    }
}
