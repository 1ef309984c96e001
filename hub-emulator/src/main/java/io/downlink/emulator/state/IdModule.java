package io.downlink.emulator.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.downlink.emulator.hub.ClientId;
import io.downlink.emulator.hub.DeviceId;
import io.downlink.emulator.jobs.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Ids as texts, and bytes as Base64. */
final class IdModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    IdModule() {
        text(DeviceId.class, DeviceId::new);
        text(ClientId.class, IdModule::client);
        text(JobId.class, JobId::new);
        addSerializer(ByteBuffer.class, new BytesSerializer());
    }

    private <T> void text(Class<T> type, Function<String, T> parse) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new TextDeserializer<>(type, parse));
    }

    private static ClientId client(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? ClientId.of(text, null) : ClientId.of(text.substring(0, slash), text.substring(slash + 1));
    }

    private static final class TextDeserializer<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        TextDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) {
            return parse.apply(text);
        }
    }

    /** Jackson's own begins at the start of the array, wherever the buffer does. */
    private static final class BytesSerializer extends StdSerializer<ByteBuffer> {
        private static final long serialVersionUID = 1L;

        BytesSerializer() {
            super(ByteBuffer.class);
        }

        @Override
        public void serialize(ByteBuffer buffer, JsonGenerator json, SerializerProvider provider) throws IOException {
            byte[] content = new byte[buffer.remaining()];
            buffer.duplicate().get(content);
            json.writeBinary(content);
        }
    }
}
