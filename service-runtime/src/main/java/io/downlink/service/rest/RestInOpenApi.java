package io.downlink.service.rest;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Says in a service's OpenAPI document what holds on every path: what {@link RestGate} asks callers for, and that errors are
 * answered as {@link Problems}. A service names this class in {@code mp.openapi.filter}.
 */
public final class RestInOpenApi implements OASFilter {
    private static final String TOKEN = "token";
    private static final String PROBLEM = "Problem";
    private static final String UNAUTHORIZED = "401";
    private static final String FIRST_ERROR = "400";

    @Override
    public Operation filterOperation(Operation operation) {
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        operation
                .getResponses()
                .addAPIResponse(
                        UNAUTHORIZED,
                        OASFactory.createAPIResponse().description("Tokens are set, and none of them was shown"));
        operation.getResponses().getAPIResponses().forEach(RestInOpenApi::describe);
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        document.setComponents((components == null ? OASFactory.createComponents() : components)
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A token of downlink.rest.tokens-file, where that is set"))
                .addSchema(PROBLEM, problem()));
    }

    private static void describe(String status, APIResponse response) {
        if (status.compareTo(FIRST_ERROR) >= 0) {
            response.setContent(content());
        }
    }

    private static Content content() {
        return OASFactory.createContent()
                .addMediaType(
                        Problems.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM)));
    }

    private static Schema problem() {
        return of(SchemaType.OBJECT, "Why a request was not carried out, as in RFC 9457")
                .addProperty("type", of(SchemaType.STRING, "Always about:blank"))
                .addProperty("title", of(SchemaType.STRING, "The status in words"))
                .addProperty("status", of(SchemaType.INTEGER, "The status"))
                .addProperty("detail", of(SchemaType.STRING, "What is wrong, and what helps"))
                .addProperty(
                        "problems",
                        of(SchemaType.ARRAY, "All that is wrong with the request, where it is about that")
                                .items(of(SchemaType.OBJECT, "What is wrong with one field")
                                        .addProperty("field", of(SchemaType.STRING, "The field's path"))
                                        .addProperty("value", of(SchemaType.STRING, "As it was written, shortened"))
                                        .addProperty("message", of(SchemaType.STRING, "The remedy"))
                                        .addRequired("field")
                                        .addRequired("message")))
                .addRequired("type")
                .addRequired("title")
                .addRequired("status")
                .addRequired("detail");
    }

    private static Schema of(SchemaType type, String description) {
        return OASFactory.createSchema().addType(type).description(description);
    }
}
