package io.downlink.emulator.hub;

import java.util.Locale;

/**
 * One of many changes of the registry in one request.
 *
 * @param spec the identity, of which a deletion needs only the name
 * @param condition the identity's version, for the modes that ask for it
 * @param twin what its twin is to hold as well
 * @param twinCondition the twin's version, for the mode that asks for it
 */
public record BulkItem(Mode mode, IdentitySpec spec, IfMatch condition, TwinChange twin, IfMatch twinCondition) {

    /** What is to be done with the identity. */
    public enum Mode {
        CREATE,
        UPDATE,
        UPDATE_IF_MATCH_ETAG,
        DELETE,
        DELETE_IF_MATCH_ETAG,
        UPDATE_TWIN,
        UPDATE_TWIN_IF_MATCH_ETAG;

        /**
         * Reads {@code importMode}.
         *
         * @throws HubException {@link HubError#ARGUMENT_INVALID}
         */
        public static Mode of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "create" -> CREATE;
                case "update" -> UPDATE;
                case "updateifmatchetag" -> UPDATE_IF_MATCH_ETAG;
                case "delete" -> DELETE;
                case "deleteifmatchetag" -> DELETE_IF_MATCH_ETAG;
                case "updatetwin" -> UPDATE_TWIN;
                case "updatetwinifmatchetag" -> UPDATE_TWIN_IF_MATCH_ETAG;
                default ->
                    throw new HubException(
                            HubError.ARGUMENT_INVALID,
                            "importMode is create, update, updateIfMatchETag, delete, deleteIfMatchETag, updateTwin or"
                                    + " updateTwinIfMatchETag.");
            };
        }
    }
}
