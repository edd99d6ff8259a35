/// Numbers as people read them.
@NullMarked
package dev.partitura.ui.format;

import org.jspecify.annotations.NullMarked;
