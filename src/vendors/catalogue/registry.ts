import { CONFLUENT } from './confluent.ts';
import { CORALOGIX } from './coralogix.ts';
import { CROWDSTRIKE } from './crowdstrike.ts';
import { DATABRICKS } from './databricks.ts';
import { DATADOG } from './datadog.ts';
import { ELASTIC } from './elastic.ts';
import { FIVETRAN } from './fivetran.ts';
import { LOGIQ } from './logiq.ts';
import { LOGZIO } from './logzio.ts';
import { MONGODB_ATLAS } from './mongodb-atlas.ts';
import { NEW_RELIC } from './new-relic.ts';
import { ONEMATA } from './onemata.ts';
import { PROWLER } from './prowler.ts';
import { QWAK } from './qwak.ts';
import { SNOWFLAKE } from './snowflake.ts';
import { SPOT } from './spot.ts';
import { STARROCKS } from './starrocks.ts';
import { SUMO_LOGIC } from './sumo-logic.ts';
import { VANTA } from './vanta.ts';
import { WIZ } from './wiz.ts';
import type { CatalogueVendor } from './vendor.ts';

/** Every vendor that `init` knows, by id. A new one is a file and a line. */
export const CATALOGUE: readonly CatalogueVendor[] = [
  CONFLUENT,
  CORALOGIX,
  CROWDSTRIKE,
  DATABRICKS,
  DATADOG,
  ELASTIC,
  FIVETRAN,
  ...LOGIQ,
  ...LOGZIO,
  MONGODB_ATLAS,
  NEW_RELIC,
  ...ONEMATA,
  PROWLER,
  QWAK,
  SNOWFLAKE,
  SPOT,
  ...STARROCKS,
  SUMO_LOGIC,
  VANTA,
  WIZ,
];
