package io.downlink.emulator.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be used, in words: what Java says of it is the name of a class and, once more, the path. */
public final class FileFailure {
    private FileFailure() {}

    /** The reason, and what to do about it. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist; look for a slip in the path";
            case AccessDeniedException denied ->
                "no permission for " + denied.getFile() + "; take another path or change its owner";
            case FileAlreadyExistsException other ->
                other.getFile() + " is there and is no directory; take another path";
            case NotDirectoryException other -> other.getFile() + " is no directory; take another path";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
