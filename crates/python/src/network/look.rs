//! The map.

use commonweal_report::charts::{MapOptions, map_figure};
use pyo3::prelude::*;

use super::Network;
use crate::convert::whole;
use crate::door::quick;
use crate::figure::Figure;

#[pymethods]
impl Network {
    /// Draw the map: partners by colour and shape, backbone marked, unknown ties dotted.
    ///
    /// Positions come from stress majorisation of path lengths, the same for the same seed.
    ///
    /// Parameters
    /// ----------
    /// color : str, optional
    ///     An attribute of the partners, for example ``"sector"``.
    /// labels : bool, default True
    ///     Whether partners are named.
    /// seed : int, default 0
    #[pyo3(signature = (*, color = None, labels = true, title = None, seed = 0))]
    fn plot(
        &self,
        py: Python<'_>,
        color: Option<&str>,
        labels: bool,
        title: Option<&str>,
        seed: i64,
    ) -> PyResult<Figure> {
        let labels = if labels {
            let labels = self.0.labels();
            (0..self.0.partners() as u32)
                .map(|i| Some(labels.get(i).into_owned()))
                .collect()
        } else {
            Vec::new()
        };
        let options = MapOptions {
            color,
            labels,
            title,
            tie: None,
            seed: whole("seed", seed)?,
        };
        quick(py, || map_figure(&self.0, options)).map(Figure)
    }
}
