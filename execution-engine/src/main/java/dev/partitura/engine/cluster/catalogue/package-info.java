/// Hardware that nobody here needs to own: devices and links by their data sheets, and the clusters
/// that words and files describe with them.
@NullMarked
package dev.partitura.engine.cluster.catalogue;

import org.jspecify.annotations.NullMarked;
