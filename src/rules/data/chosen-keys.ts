/**
 * What an action does, where a condition on what the caller writes into the request limits one and not another: it sets
 * an access control list; it tags what is there, or a session; or anything else.
 */
export type Act = 'acl' | 'tags' | 'other';

/** Keys whose value the caller chooses for each request: who wants to act writes what the condition asks for. */
export interface ChosenKeys {
  /** In lower case; one that ends in `/` or `-` stands for all that begin so. */
  readonly keys: readonly string[];
  /** Why a condition on them leaves what is reached as it is. */
  readonly why: string;
  /** Where it limits all the same: absent, nowhere. */
  readonly limits?: (act: Act, value: string) => boolean;
}

/**
 * Lists of access that let no other account in but the owner of the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
 */
const CLOSED_LISTS = ['private', 'bucket-owner-read', 'bucket-owner-full-control'];

/**
 * Keys of the request's own parameters, by services: what an action reads, writes or enters is the same with any value of
 * them. Keys that name what is acted on (`s3:prefix`, `ec2:Attribute`, `lambda:Principal`) or that have to fit what is there
 * (`kms:EncryptionContext:…`) are not here.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const CHOSEN_KEYS: readonly ChosenKeys[] = [
  {
    keys: ['aws:requesttag/', 'elasticmapreduce:requesttag/', 'rds:req-tag/'],
    why: 'a tag that the request carries is on what it makes, and says nothing of what it tags or of the role that it assumes',
    // What is made has the tag, so that who is let to tagged resources alone reaches no other by it.
    limits: (act) => act !== 'tags',
  },
  {
    keys: ['s3:x-amz-acl', 's3-outposts:x-amz-acl'],
    why: 'the list of access is one of the object that is written, and which object that is stays open',
    limits: (act, value) => act === 'acl' && CLOSED_LISTS.includes(value),
  },
  {
    // Beside one header of a grant the request may have others.
    keys: ['s3:x-amz-grant-'],
    why: 'as with the list of access, and another header may let others in besides',
  },
  {
    keys: [
      's3:requestobjecttag/',
      's3:requestobjecttagkeys',
      's3-outposts:requestobjecttag/',
      's3-outposts:requestobjecttagkeys',
      's3:locationconstraint',
      's3:object-lock-',
      's3:objectcreationoperation',
      's3:x-amz-bucket-namespace',
      's3:x-amz-copy-source',
      's3-outposts:x-amz-copy-source',
      's3:x-amz-metadata-directive',
      's3-outposts:x-amz-metadata-directive',
      's3:x-amz-object-ownership',
      's3:x-amz-server-side-encryption',
      's3:x-amz-server-side-encryption-',
      's3-outposts:x-amz-server-side-encryption',
      's3express:x-amz-server-side-encryption',
      's3express:x-amz-server-side-encryption-',
      's3:x-amz-storage-class',
      's3-outposts:x-amz-storage-class',
      's3:x-amz-website-redirect-location',
      's3tables:kmskeyarn',
      's3tables:ssealgorithm',
      's3tables:storageclass',
    ],
    why: 'how an object is stored, tagged or made, not which',
  },
  {
    keys: ['s3:delimiter', 's3:max-keys', 's3-outposts:delimiter', 's3-outposts:max-keys'],
    why: 'how a list is cut, not what is on it',
  },
  {
    keys: ['authtype', 'signatureage', 'signatureversion', 'tlsversion', 'x-amz-content-sha256'].flatMap(
      (name) => ['s3', 's3express', 's3-outposts'].map((service) => `${service}:${name}`),
    ),
    why: 'how the request is signed and sent',
  },
  { keys: ['s3express:sessionmode'], why: 'a session that only reads reads everything' },
  {
    keys: [
      'sts:awsservicename',
      'sts:durationseconds',
      'sts:externalid',
      'sts:identitytokenaudience',
      'sts:requestcontext/',
      'sts:requestcontextproviders',
      'sts:rolesessionname',
      'sts:signingalgorithm',
      'sts:sourceidentity',
      'sts:transitivetagkeys',
      'ec2:rolesessionname',
    ],
    why: 'what the caller says of itself or of its session, not which role it assumes',
  },
  {
    keys: [
      'dynamodb:enclosingoperation',
      'dynamodb:returnconsumedcapacity',
      'dynamodb:returnvalues',
      'dynamodb:select',
    ],
    why: 'how items are asked for, not which; dynamodb:Attributes and the keys of items name them',
  },
  {
    keys: [
      'kms:bypasspolicylockoutsafetycheck',
      'kms:encryptionalgorithm',
      'kms:grantconstrainttype',
      'kms:grantoperations',
      'kms:keyagreementalgorithm',
      'kms:macalgorithm',
      'kms:messagetype',
      'kms:retiringprincipal',
      'kms:retiringserviceprincipal',
      'kms:rotationperiodindays',
      'kms:schedulekeydeletionpendingwindowindays',
      'kms:signingalgorithm',
      'kms:wrappingalgorithm',
      'kms:wrappingkeyspec',
    ],
    why: 'how a key is used, not which',
  },
  {
    keys: [
      'secretsmanager:addreplicaregions',
      'secretsmanager:blockpublicpolicy',
      'secretsmanager:description',
      'secretsmanager:forcedeletewithoutrecovery',
      'secretsmanager:forceoverwritereplicasecret',
      'secretsmanager:kmskeyarn',
      'secretsmanager:kmskeyid',
      'secretsmanager:modifyrotationrules',
      'secretsmanager:recoverywindowindays',
      'secretsmanager:rotateimmediately',
      'secretsmanager:secretprimaryregion',
      'secretsmanager:versionstage',
    ],
    why: 'how a secret is kept, not which; every secret has a version AWSCURRENT',
  },
  {
    keys: ['ssm:overwrite', 'ssm:recursive', 'ssm:sessiondocumentaccesscheck'],
    why: 'how parameters are written or read, and whether the document of a session is asked for as well',
  },
  {
    keys: [
      'ec2:associatepublicipaddress',
      'ec2:availabilityzone',
      'ec2:availabilityzoneid',
      'ec2:bootmodeoverride',
      'ec2:cpuoptionsamdsevsnp',
      'ec2:ebsoptimized',
      'ec2:encrypted',
      'ec2:instancebandwidthweighting',
      'ec2:instancecount',
      'ec2:instancemarkettype',
      'ec2:instancemetadatatags',
      'ec2:instancetype',
      'ec2:islaunchtemplateresource',
      'ec2:kmskeyid',
      'ec2:metadatahttpendpoint',
      'ec2:metadatahttpputresponsehoplimit',
      'ec2:metadatahttptokens',
      'ec2:osuser',
      'ec2:region',
      'ec2:tenancy',
      'ec2:volumeiops',
      'ec2:volumesize',
      'ec2:volumethroughput',
      'ec2:volumetype',
    ],
    why: 'how a machine is made or entered, not which',
  },
  {
    keys: ['securitygroupids', 'subnetids', 'vpcids'].flatMap((name) => [`lambda:${name}`, `glue:${name}`]),
    why: 'where code runs, not which',
  },
  {
    keys: ['lambda:eventsourcetoken', 'lambda:functionurlauthtype', 'lambda:layer'],
    why: 'what else a function has, not which function',
  },
  {
    keys: [
      'autoscaling:instancetype',
      'autoscaling:instancetypes',
      'autoscaling:maxsize',
      'autoscaling:minsize',
      'autoscaling:spotprice',
      'batch:image',
      'batch:logdriver',
      'batch:privileged',
      'batch:user',
      'cloudformation:changesetname',
      'cloudformation:stackpolicyurl',
      'ecs:auto-assign-public-ip',
      'ecs:enable-',
      'ecs:propagate-tags',
      'ecs:subnet',
      'ecs:task-cpu',
      'ecs:task-memory',
      'iam:servicespecificcredentialagedays',
      'rds:databaseclass',
      'rds:managemasteruserpassword',
      'rds:multiaz',
      'rds:piops',
      'rds:publiclyaccessible',
      'rds:storageencrypted',
      'rds:storagesize',
      'rds:tagsfromrequest',
      'redshift:durationseconds',
      'sagemaker:acceleratortypes',
      'sagemaker:directinternetaccess',
      'sagemaker:enableremotedebug',
      'sagemaker:instancetypes',
      'sagemaker:intercontainertrafficencryption',
      'sagemaker:keepaliveperiod',
      'sagemaker:maxruntimeinseconds',
      'sagemaker:minimuminstancemetadataserviceversion',
      'sagemaker:networkisolation',
      'sagemaker:outputkmskey',
      'sagemaker:rootaccess',
      'sagemaker:volumekmskey',
      'sagemaker:vpcsecuritygroupids',
      'sagemaker:vpcsubnets',
    ],
    why: 'how something is made: its size, its network, its name in the request',
  },
];

const EXACT = new Map(CHOSEN_KEYS.flatMap((chosen) => chosen.keys.map((key) => [key, chosen] as const)));
const BEGINNINGS = [...EXACT].filter(([key]) => /[/-]$/.test(key));

/** What is known of a key whose value the caller chooses; undefined of every other. */
export function chosenKey(key: string): ChosenKeys | undefined {
  return EXACT.get(key) ?? BEGINNINGS.find(([beginning]) => key.startsWith(beginning))?.[1];
}

const SETS_LIST = /^s3(?:-\w+)*:put(?:object|objectversion|bucket)acl$/;

/** Actions that tag a session, or what is there while they change it. */
const TAGS_BESIDES = /^(?:sts:|cloudformation:(?:createchangeset|updatestack|updatestackset)$)/;

/** @param isTagging whether AWS calls the action one that tags */
export function actOf(action: string, isTagging: boolean): Act {
  const name = action.toLowerCase();
  if (SETS_LIST.test(name)) return 'acl';
  return isTagging || TAGS_BESIDES.test(name) ? 'tags' : 'other';
}

/** Whether a document has a condition that limits some acts and not others. */
export function dependsOnAct(text: string): boolean {
  return /(?:requesttag|req-tag)\/|:x-amz-acl"/i.test(text);
}
