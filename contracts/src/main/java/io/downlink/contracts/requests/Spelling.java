package io.downlink.contracts.requests;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody meant who wrote another. */
final class Spelling {
    /** Longer than any field's name: what is longer is not a slip of the pen, and costs no time. */
    private static final int LENGTH_MAX = 40;

    private Spelling() {}

    /**
     * @param word in the form of {@link Place#normal}
     * @return the most similar of the names, null where none is similar: about one slip for each three letters
     */
    static @Nullable String nearest(String word, Collection<String> names) {
        if (word.length() > LENGTH_MAX) {
            return null;
        }
        String nearest = null;
        int least = Math.min(3, Math.max(1, word.length() / 3)) + 1;
        for (String name : names) {
            int distance = distance(word, Place.normal(name));
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    /** How many letters must be put in, left out, replaced or swapped with their neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
