/// Plays a run back: the moment that timeline and graph show moves on by itself.
@NullMarked
package dev.partitura.visualizers.player;

import org.jspecify.annotations.NullMarked;
